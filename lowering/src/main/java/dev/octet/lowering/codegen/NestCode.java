package dev.octet.lowering.codegen;

import dev.octet.lowering.codegen.bytecode.GeneratedNest;
import dev.octet.lowering.codegen.bytecode.NestClass;
import dev.octet.lowering.codegen.loop.NestForm;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The code of all nests of one form. Vector code that the JIT compiler has not dealt with yet is
 * slower than scalar code by orders of magnitude, so scalar code runs until vector code of equal
 * results is the quicker one. Thread-safe.
 */
final class NestCode {
  /** Code by start and form; the least recently used is forgotten first. */
  private static final class Known extends LinkedHashMap<String, SoftReference<NestCode>> {
    private static final int MOST = 1024;
    private static final long serialVersionUID = 1;

    Known() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, SoftReference<NestCode>> eldest) {
      return size() > MOST;
    }
  }

  private static final Known KNOWN = new Known();

  private volatile GeneratedNest current;
  private volatile @Nullable VectorTrial trial;

  private NestCode(NestForm form, Start start) {
    boolean vectors = start != Start.SCALAR && !form.nest().vectors().isEmpty();
    current = NestClass.compile(form, LoopOptions.lanes(), vectors && start == Start.VECTORS);
    if (vectors && start == Start.SCALAR_FIRST) {
      trial = new VectorTrial(form, current, this::settle);
    }
  }

  /** The code of a form, which may have been made for another kernel. */
  static NestCode of(NestForm form, Start start) {
    String key = start + "\n" + form.key();
    synchronized (KNOWN) {
      SoftReference<NestCode> known = KNOWN.get(key);
      NestCode code = known == null ? null : known.get();
      if (code == null) {
        code = new NestCode(form, start);
        KNOWN.put(key, new SoftReference<>(code));
      }
      return code;
    }
  }

  void run(long[] addresses, long scratch, int from, int to) {
    VectorTrial pending = trial;
    if (pending != null) {
      pending.used();
    }
    current.run(addresses, scratch, from, to);
  }

  private void settle(GeneratedNest winner) {
    current = winner;
    trial = null;
  }

  /** True when the code will not change any more. */
  boolean isSettled() {
    return trial == null;
  }

  /** What runs now. */
  GeneratedNest current() {
    return current;
  }
}
