package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.DerivedVariable;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loop body: what is computed in it, in order. The outermost scope has no loop. */
final class Scope {
  /** One thing that is computed. */
  sealed interface Item {}

  /** A value kept in a local variable. */
  record Compute(Expr expr) implements Item {}

  /** A reduction, over loops from the outermost inwards. */
  record Reduction(Expr.Reduce reduce, List<Scope> loops) implements Item {}

  /** A write. */
  record Write(Store store) implements Item {}

  /** Part of an address, kept in a local variable. */
  record Pointer(Buffer buffer, Affine index) implements Item {}

  /** An index that is not affine. */
  record Index(DerivedVariable variable) implements Item {}

  final int depth;
  final @Nullable Scope parent;
  final @Nullable LoopVariable loop;
  final Affine from;
  final Affine to;
  final List<Item> items = new ArrayList<>();

  /** The next loop of the nest inside of this one. */
  @Nullable Scope inner;

  private Scope(@Nullable Scope parent, @Nullable LoopVariable loop, Affine from, Affine to) {
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.loop = loop;
    this.from = from;
    this.to = to;
  }

  static Scope outermost() {
    return new Scope(null, null, Affine.ZERO, Affine.ZERO);
  }

  Scope inside(LoopVariable variable, Affine begin, Affine end) {
    return new Scope(this, variable, begin, end);
  }
}
