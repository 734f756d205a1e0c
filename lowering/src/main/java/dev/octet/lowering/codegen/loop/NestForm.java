package dev.octet.lowering.codegen.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A nest in the form that its code is printed from. Loops, buffers and expressions are numbered in
 * the order in which they occur, and numbers of the model are loads from a parameter buffer: nests
 * that do the same have equal forms.
 *
 * @param pool owns the expressions of the nest
 * @param buffers those of the nest
 * @param sources what each of them stands for in the kernel; parameters stand for themselves
 * @param parameters what the parameter buffers hold, eight bytes each
 */
public record NestForm(
    ExprPool pool,
    Nest nest,
    ImmutableList<Buffer> buffers,
    ImmutableList<Buffer> sources,
    ImmutableList<Expr.Literal> parameters) {
  /** Distance between parameters. */
  public static final int PARAMETER_BYTES = 8;

  public static NestForm of(Nest nest) {
    return new Maker().make(nest);
  }

  /** The loops as text; equal for nests that can share code. */
  public String key() {
    return Listing.of(pool, nest, ImmutableList.of());
  }

  /** The loops as text, with the numbers of the model in place of parameters. */
  public String listing() {
    return Listing.of(pool, nest, parameters);
  }

  private static final class Maker {
    private final ExprPool pool = new ExprPool();
    private final Map<LoopVariable, LoopVariable> loops = new LinkedHashMap<>();
    private final Map<Buffer, Buffer> buffers = new LinkedHashMap<>();
    private final List<Expr.Literal> parameters = new ArrayList<>();
    private final Map<Expr, Expr> done = new HashMap<>();

    NestForm make(Nest nest) {
      ImmutableList.Builder<LoopVariable> own = ImmutableList.builder();
      nest.loops().forEach(loop -> own.add(loop(loop)));
      ImmutableList.Builder<Store> stores = ImmutableList.builder();
      nest.stores().forEach(store -> stores.add(store(store)));
      ImmutableSet.Builder<LoopVariable> vectors = ImmutableSet.builder();
      loops.forEach((loop, renamed) -> {
        if (nest.vectors().contains(loop)) {
          vectors.add(renamed);
        }
      });
      return new NestForm(
          pool,
          new Nest(own.build(), stores.build(), vectors.build()),
          ImmutableList.copyOf(buffers.values()),
          ImmutableList.copyOf(buffers.keySet()),
          ImmutableList.copyOf(parameters));
    }

    private Store store(Store store) {
      Expr value = expr(store.value());
      return new Store(buffer(store.buffer()), store.index().rename(loops), value);
    }

    private LoopVariable loop(LoopVariable loop) {
      return loops.computeIfAbsent(loop, old -> pool.variable(old.extent()));
    }

    private Buffer buffer(Buffer buffer) {
      Buffer found = buffers.get(buffer);
      if (found == null && buffer.kind() == Buffer.Kind.SCRATCH) {
        found = buffer;
        buffers.put(buffer, found);
      } else if (found == null) {
        long before = buffers.keySet().stream().filter(b -> b.kind() == buffer.kind()).count();
        found = new Buffer(buffer.kind(), (int) before, buffer.storage());
        buffers.put(buffer, found);
      }
      return found;
    }

    private Expr expr(Expr expr) {
      Expr found = done.get(expr);
      if (found == null) {
        found = make(expr);
        done.put(expr, found);
      }
      return found;
    }

    private ImmutableList<Expr> operands(Expr expr) {
      return expr.operands().stream().map(this::expr).collect(ImmutableList.toImmutableList());
    }

    private Expr make(Expr expr) {
      return switch (expr) {
        case Expr.Literal literal when literal.given() -> parameter(literal);
        case Expr.Literal literal -> pool.literal(literal.type(), literal.bits());
        case Expr.Load load -> pool.load(buffer(load.buffer()), load.index().rename(loops));
        case Expr.FromIndex from -> pool.fromIndex(from.index().rename(loops));
        case Expr.Apply apply -> pool.apply(apply.operation(), apply.type(), operands(apply));
        case Expr.Call call -> pool.call(call.function(), operands(call));
        case Expr.Reduce reduce -> {
          reduce.ranges().forEach(range -> loop(range.variable()));
          Expr body = expr(reduce.body());
          List<Expr.Range> ranges =
              reduce.ranges().stream()
                  .map(range ->
                      new Expr.Range(
                          loop(range.variable()),
                          range.from().rename(loops),
                          range.to().rename(loops)))
                  .toList();
          ImmutableList<Store> kept =
              reduce.kept().stream().map(this::store).collect(ImmutableList.toImmutableList());
          yield pool.reduce(reduce.combine(), reduce.wide(), ranges, body, kept);
        }
      };
    }

    private Expr parameter(Expr.Literal literal) {
      Storage storage =
          switch (literal.type()) {
            case F32 -> Storage.F32;
            case F64 -> Storage.F64;
            case I32 -> Storage.S32;
            case I64 -> Storage.S64;
            case MASK -> throw new IllegalArgumentException("masks are no parameters");
          };
      long slot = parameters.size();
      parameters.add(literal);
      Buffer source = new Buffer(Buffer.Kind.PARAMETER, 0, storage);
      return pool.load(buffer(source), Affine.of(slot * PARAMETER_BYTES / storage.bytes()));
    }
  }
}
