package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints what reductions accumulate in, how, and how the items of a work-group join theirs. */
final class ReductionText {
  /**
   * Variables of a reduction.
   *
   * @param type what is accumulated in
   * @param error the variable that holds what rounding has lost; null if none does
   */
  record Accumulator(Expr.Reduce reduce, String name, LaneType type, @Nullable String error) {}

  private final SourceFeatures features;
  private final ExprText exprs;
  private final Names names;
  private final Prelude prelude;
  private final CodeWriter code;
  private boolean doubles;
  private boolean divided;

  /** The counter of lanes, which no other variable is named. */
  static final String LANE = "lane";

  /** A loop over them. */
  static final String EACH_LANE = "for (int lane = 0; lane < LANES; lane++)";

  ReductionText(
      SourceFeatures features, ExprText exprs, Names names, Prelude prelude, CodeWriter code) {
    this.features = features;
    this.exprs = exprs;
    this.names = names;
    this.prelude = prelude;
    this.code = code;
  }

  boolean usesDoubles() {
    return doubles;
  }

  /** Whether a reduction is divided among lanes. */
  boolean usesLanes() {
    return divided;
  }

  private static boolean isWide(Expr.Reduce reduce) {
    return reduce.wide() && reduce.type() == LaneType.F32 && reduce.combine() == Expr.Combine.SUM;
  }

  private LaneType accumulated(Expr.Reduce reduce) {
    return isWide(reduce) && features.doubles() ? LaneType.F64 : reduce.type();
  }

  private static String memory(LaneType type) {
    return switch (type) {
      case F32 -> "shared";
      case F64 -> "shared_doubles";
      case I32, MASK -> "shared_ints";
      case I64 -> "shared_longs";
    };
  }

  /** Declares the memory that the reductions of a work-group meet in. */
  void declare(Block body) {
    Set<LaneType> types = new LinkedHashSet<>();
    for (Block.Item item : body.items) {
      if (item instanceof Block.Reduction(Expr.Reduce reduce, var _)) {
        types.add(accumulated(reduce));
      }
    }
    for (LaneType type : types) {
      code.line("local " + CTypes.of(type) + " " + names.fresh(memory(type)) + "[ITEMS];");
    }
  }

  /** Declares the accumulator. */
  Accumulator start(Expr.Reduce reduce) {
    LaneType type = accumulated(reduce);
    doubles |= type == LaneType.F64;
    String name = names.fresh(exprs.variable(reduce));
    code.line(CTypes.of(type) + " " + name + " = " + identity(reduce.combine(), type) + ";");
    String error = null;
    if (isWide(reduce) && type == LaneType.F32) {
      error = names.fresh("lost");
      code.line("float " + error + " = 0.0f;");
    }
    return new Accumulator(reduce, name, type, error);
  }

  /** Declares an accumulator for each lane; the name is that of the current one. */
  Accumulator lanes(Accumulator of) {
    divided = true;
    String all = names.fresh(of.name + "_parts");
    Accumulator lanes = new Accumulator(of.reduce, all + "[" + LANE + "]", of.type, null);
    code.line(CTypes.of(of.type) + " " + all + "[LANES];");
    code.open(EACH_LANE);
    code.line(lanes.name + " = " + identity(of.reduce.combine(), of.type) + ";");
    code.close();
    return lanes;
  }

  /** Adds those of all lanes. */
  void join(Accumulator to, Accumulator lanes) {
    code.open(EACH_LANE);
    combine(to, Fragment.primary(lanes.name));
    code.close();
  }

  private static Fragment identity(Expr.Combine combine, LaneType type) {
    boolean least = combine == Expr.Combine.MINIMUM;
    double real =
        combine == Expr.Combine.SUM
            ? 0
            : least ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    long whole =
        switch (combine) {
          case SUM -> 0;
          case MINIMUM -> type == LaneType.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
          case MAXIMUM, MAXIMUM_OF_NUMBERS ->
              type == LaneType.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
        };
    return CTypes.number(
        type,
        type == LaneType.F32 || type == LaneType.F64 ? Double.doubleToRawLongBits(real) : whole);
  }

  /** Adds a value to the accumulator. */
  void combine(Accumulator to, Fragment value) {
    if (to.error != null) {
      int mark = names.mark();
      String term = names.fresh("term");
      String next = names.fresh("next");
      code.line(
          "const float " + term + " = " + value.within(Fragment.SUM) + " - " + to.error + ";");
      code.line("const float " + next + " = " + to.name + " + " + term + ";");
      code.line(to.error + " = (" + next + " - " + to.name + ") - " + term + ";");
      code.line(to.name + " = " + next + ";");
      names.forget(mark);
    } else if (to.reduce.combine() == Expr.Combine.SUM) {
      code.line(to.name + " += " + value + ";");
    } else {
      String function = extreme(to.reduce.combine(), to.type);
      code.line(to.name + " = " + function + "(" + to.name + ", " + value + ");");
    }
  }

  /** The function that gives the one of two numbers that stays. */
  private String extreme(Expr.Combine combine, LaneType type) {
    boolean real = type == LaneType.F32 || type == LaneType.F64;
    return switch (combine) {
      case MINIMUM -> exprs.extreme(type, "min");
      case MAXIMUM -> exprs.extreme(type, "max");
      case MAXIMUM_OF_NUMBERS -> real ? "fmax" : "max";
      case SUM -> throw new IllegalArgumentException("a sum is no extreme");
    };
  }

  /**
   * What the result is referred to by.
   *
   * @param shared whether every item of the work-group has a part of it
   */
  Fragment finish(Accumulator of, boolean shared) {
    Fragment value = Fragment.primary(of.name);
    if (shared) {
      String part = of.error == null ? of.name : of.name + " - " + of.error;
      String function = ofGroup(of.reduce.combine(), of.type);
      code.line(of.name + " = " + function + "(" + part + ", " + memory(of.type) + ");");
    }
    return of.type == of.reduce.type() ? value : Fragment.cast("float", value);
  }

  private String ofGroup(Expr.Combine combine, LaneType type) {
    String what =
        switch (combine) {
          case SUM -> "sum";
          case MINIMUM -> "least";
          case MAXIMUM -> "largest";
          case MAXIMUM_OF_NUMBERS -> "largest_number";
        };
    String name = what + "_of_" + (type == LaneType.F32 ? "" : CTypes.of(type) + "s_of_") + "group";
    String joined = "shared[item] + shared[item + half_size]";
    if (combine != Expr.Combine.SUM) {
      joined = extreme(combine, type) + "(shared[item], shared[item + half_size])";
    }
    String text =
        """
        // The WHAT of what the items of a work-group hold; every item gets it.
        TYPE NAME(TYPE value, local TYPE *shared) {
          const int item = get_local_id(0);
          barrier(CLK_LOCAL_MEM_FENCE);
          shared[item] = value;
          for (int half_size = ITEMS / 2; half_size > 0; half_size /= 2) {
            barrier(CLK_LOCAL_MEM_FENCE);
            if (item < half_size) {
              shared[item] = JOINED;
            }
          }
          barrier(CLK_LOCAL_MEM_FENCE);
          return shared[0];
        }
        """
            .replace("WHAT", what)
            .replace("TYPE", CTypes.of(type))
            .replace("NAME", name)
            .replace("JOINED", joined);
    return prelude.use(name, text);
  }
}
