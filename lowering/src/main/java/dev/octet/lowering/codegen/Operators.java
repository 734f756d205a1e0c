package dev.octet.lowering.codegen;

import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an element of the result of each operator is. */
final class Operators {
  private static final class Holder {
    static final Operators ALL = new Operators();
  }

  private final Map<OpName, ElementReader> readers = new HashMap<>();

  private Operators() {
    ArithmeticReaders.register(this);
    UnaryReaders.register(this);
    ComparisonReaders.register(this);
    ActivationReaders.register(this);
    QuantizationReaders.register(this);
    ViewReaders.register(this);
    ReductionReaders.register(this);
    NormalizationReaders.register(this);
    PoolingReaders.register(this);
  }

  static Optional<ElementReader> find(OpName name) {
    return Optional.ofNullable(Holder.ALL.readers.get(name));
  }

  static Iterable<OpName> names() {
    return Holder.ALL.readers.keySet();
  }

  void add(ElementReader reader, String... names) {
    for (String name : names) {
      OpName parsed = OpName.parse(name);
      if (OpCatalog.standard().find(parsed).isEmpty() || readers.put(parsed, reader) != null) {
        throw new IllegalStateException("unknown operator, or two readers for it: " + name);
      }
    }
  }
}
