package dev.octet.nn.trace;

import java.util.IdentityHashMap;
import java.util.function.Supplier;

/** The session that is bound to a thread. */
final class CurrentSession {
  private static final ScopedValue<Session> BOUND = ScopedValue.newInstance();

  private CurrentSession() {}

  static Session get() {
    return BOUND.isBound() ? BOUND.get() : new EagerSession(new IdentityHashMap<>());
  }

  static <T> T run(Session session, Supplier<T> body) {
    return ScopedValue.where(BOUND, session).call(body::get);
  }
}
