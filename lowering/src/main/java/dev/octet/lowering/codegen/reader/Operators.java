package dev.octet.lowering.codegen.reader;

import dev.octet.op.OpName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an element of the result of each operator is. */
public final class Operators {
  private static final class Holder {
    static final Operators ALL = new Operators();
  }

  private final Map<OpName, ElementReader> readers = new HashMap<>();

  private Operators() {
    ArithmeticReaders.register(this);
    UnaryReaders.register(this);
    ComparisonReaders.register(this);
    ActivationReaders.register(this);
    GateReaders.register(this);
    BlendReaders.register(this);
    QuantizationReaders.register(this);
    CreationReaders.register(this);
    ViewReaders.register(this);
    RearrangementReaders.register(this);
    MirrorReaders.register(this);
    RollReaders.register(this);
    PartReaders.register(this);
    ReductionReaders.register(this);
    ExtremumReaders.register(this);
    NormReaders.register(this);
    NormalizationReaders.register(this);
    GroupNormalizationReaders.register(this);
    PoolingReaders.register(this);
    PaddingReaders.register(this);
    ColumnReaders.register(this);
    ResizeReaders.register(this);
  }

  /** Whether generated code computes an operator; with some arguments it may still decline. */
  public static boolean know(OpName name) {
    return find(name).isPresent();
  }

  static Optional<ElementReader> find(OpName name) {
    return Optional.ofNullable(Holder.ALL.readers.get(name));
  }

  static Iterable<OpName> names() {
    return Holder.ALL.readers.keySet();
  }

  void add(ElementReader reader, String... names) {
    for (String name : names) {
      if (readers.put(OpName.parse(name), reader) != null) {
        throw new IllegalStateException("two readers for one operator: " + name);
      }
    }
  }
}
