package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.PermutationTypes;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Operators that put dimensions, or elements along a dimension, into another order. */
final class PermutationKernels {
  private PermutationKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        walking(in -> StridedView.of(in.tensor("self")).permute(dimensions(in, "dims"))),
        "aten.permute.default");
    kernels.add(
        walking(in -> swapped(in, "dim0", "dim1")),
        "aten.transpose.int",
        "aten.transpose_.default",
        "aten.swapdims.default",
        "aten.swapdims_.default");
    kernels.add(
        walking(in -> swapped(in, "axis0", "axis1")),
        "aten.swapaxes.default",
        "aten.swapaxes_.default");
    kernels.add(
        walking(PermutationKernels::reversed),
        "aten.t.default",
        "aten.t_.default",
        "aten.numpy_T.default");
    kernels.add(
        walking(in -> {
          StridedView self = StridedView.of(in.tensor("self"));
          return self.transpose(self.rank() - 2, self.rank() - 1);
        }),
        "aten.mT.default");
    kernels.add(
        walking(PermutationKernels::moved),
        "aten.movedim.int",
        "aten.movedim.intlist",
        "aten.moveaxis.int",
        "aten.moveaxis.intlist");
    kernels.add(walking(in -> flipped(in, dimensions(in, "dims"))), "aten.flip.default");
    kernels.add(walking(in -> flipped(in, 1)), "aten.fliplr.default");
    kernels.add(walking(in -> flipped(in, 0)), "aten.flipud.default");
    kernels.add(walking(PermutationKernels::turned), "aten.rot90.default");
    kernels.add(PermutationKernels::rolled, "aten.roll.default");
    kernels.add(
        walking(PermutationKernels::channels),
        "aten.channel_shuffle.default",
        "aten.native_channel_shuffle.default");
    kernels.add(walking(PermutationKernels::shuffled), "aten.pixel_shuffle.default");
    kernels.add(walking(PermutationKernels::unshuffled), "aten.pixel_unshuffle.default");
  }

  /** A kernel that reads its operand along a view, in row-major order. */
  static Kernel walking(Function<KernelArguments, StridedView> view) {
    return in -> view.apply(in).copyInto(in.allocateResult(0));
  }

  private static int[] dimensions(KernelArguments in, String parameter) {
    Shape shape = in.tensor("self").shape();
    return Arrays.stream(in.longs(parameter)).mapToInt(shape::normalize).toArray();
  }

  private static StridedView swapped(KernelArguments in, String first, String second) {
    StridedView self = StridedView.of(in.tensor("self"));
    Shape shape = in.tensor("self").shape();
    return self.rank() == 0
        ? self
        : self.transpose(in.dimension(first, shape), in.dimension(second, shape));
  }

  private static StridedView reversed(KernelArguments in) {
    StridedView self = StridedView.of(in.tensor("self"));
    int[] order = new int[self.rank()];
    Arrays.setAll(order, i -> order.length - 1 - i);
    return self.permute(order);
  }

  private static StridedView moved(KernelArguments in) {
    StridedView self = StridedView.of(in.tensor("self"));
    if (self.rank() == 0) {
      return self;
    }
    List<Integer> source = Arrays.stream(dimensions(in, "source")).boxed().toList();
    List<Integer> destination = Arrays.stream(dimensions(in, "destination")).boxed().toList();
    return self.permute(
        PermutationTypes.moves(self.rank(), source, destination).stream()
            .mapToInt(Integer::intValue)
            .toArray());
  }

  private static StridedView flipped(KernelArguments in, int... dimensions) {
    StridedView view = StridedView.of(in.tensor("self"));
    for (int dimension : dimensions) {
      view = view.rank() == 0 ? view : view.reverse(dimension);
    }
    return view;
  }

  /** A quarter turn takes the first of the two dimensions towards the second. */
  private static StridedView turned(KernelArguments in) {
    StridedView self = StridedView.of(in.tensor("self"));
    int[] dims = dimensions(in, "dims");
    return switch (Math.floorMod(in.integer("k"), 4)) {
      case 0 -> self;
      case 1 -> self.reverse(dims[1]).transpose(dims[0], dims[1]);
      case 2 -> self.reverse(dims[0]).reverse(dims[1]);
      default -> self.reverse(dims[0]).transpose(dims[0], dims[1]);
    };
  }

  private static Tensor rolled(KernelArguments in) {
    Tensor self = in.tensor("self");
    long[] shifts = in.longs("shifts");
    int[] dims = dimensions(in, "dims");
    Tensor result = in.allocateResult(0);
    boolean flat = dims.length == 0;
    StridedView from = flat ? StridedView.of(self, self.elements()) : StridedView.of(self);
    StridedView to = flat ? StridedView.of(result, self.elements()) : StridedView.of(result);
    roll(from, to, shifts, flat ? new int[] {0} : dims, 0);
    return result;
  }

  /**
   * Both parts of one dimension change places; the other dimensions are rolled within each part.
   */
  private static void roll(StridedView from, StridedView to, long[] shifts, int[] dims, int next) {
    if (from.elements() == 0) {
      return;
    }
    if (next == dims.length) {
      from.copyTo(to);
      return;
    }
    int dimension = dims[next];
    long size = from.size(dimension);
    if (dims.length > 1 && Arrays.stream(dims, 0, next).anyMatch(d -> d == dimension)) {
      throw new InputException(
          "aten.roll.default: dimension " + dimension + " appears twice in 'dims'");
    }
    long shift = Math.floorMod(shifts[next], size);
    roll(
        from.slice(dimension, 0, size - shift),
        to.slice(dimension, shift, size - shift),
        shifts,
        dims,
        next + 1);
    roll(
        from.slice(dimension, size - shift, shift),
        to.slice(dimension, 0, shift),
        shifts,
        dims,
        next + 1);
  }

  private static StridedView channels(KernelArguments in) {
    StridedView self = StridedView.of(in.tensor("self"));
    long groups = in.integer("groups");
    if (groups < 1 || self.size(1) % groups != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: %d groups of %d channels", in.op().name(), groups, self.size(1)));
    }
    return self.split(1, groups, self.size(1) / groups).transpose(1, 2);
  }

  /** Channels c·r² become r × r pixels each: (…, c, r, r, h, w) is read as (…, c, h, r, w, r). */
  private static StridedView shuffled(KernelArguments in) {
    StridedView self = StridedView.of(in.tensor("self"));
    long factor = in.integer("upscale_factor");
    int channel = self.rank() - 3;
    StridedView split =
        self.split(channel, self.size(channel) / (factor * factor), factor * factor)
            .split(channel + 1, factor, factor);
    return split.move(channel + 3, channel + 1).move(channel + 4, channel + 3);
  }

  /** The reverse: (…, c, h, r, w, r) is read as (…, c, r, r, h, w). */
  private static StridedView unshuffled(KernelArguments in) {
    StridedView self = StridedView.of(in.tensor("self"));
    long factor = in.integer("downscale_factor");
    int channel = self.rank() - 3;
    StridedView split =
        self.split(channel + 2, self.size(channel + 2) / factor, factor)
            .split(channel + 1, self.size(channel + 1) / factor, factor);
    return split.move(channel + 2, channel + 1).move(channel + 4, channel + 2);
  }
}
