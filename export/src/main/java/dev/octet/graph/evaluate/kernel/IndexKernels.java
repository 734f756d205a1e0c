package dev.octet.graph.evaluate.kernel;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.op.infer.IndexTypes;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code index} and {@code index_put}: several index tensors or masks at once. */
final class IndexKernels {
  private IndexKernels() {}

  /**
   * The indexed part of a tensor. {@code picks[n]} is the offset of the n-th position; {@code kept}
   * are the other dimensions.
   */
  private record Selection(
      List<Long> positions, int insertion, List<Integer> kept, ImmutableLongArray picks) {
    StridedView at(StridedView view, int pick) {
      return view.shifted(picks.get(pick));
    }
  }

  static void register(Kernels kernels) {
    kernels.add(IndexKernels::read, "aten.index.Tensor", "aten._unsafe_index.Tensor");
    kernels.add(
        IndexKernels::written,
        "aten.index_put.default",
        "aten.index_put_.default",
        "aten._unsafe_index_put.default");
  }

  private static Tensor read(KernelArguments in) {
    Tensor self = in.tensor("self");
    Selection selection = selection(in, self);
    List<Long> sizes =
        new ArrayList<>(selection.kept.stream().map(d -> self.shape().size(d)).toList());
    sizes.addAll(selection.insertion, selection.positions);
    Tensor result = in.allocate(self.dtype(), Shape.of(sizes));
    if (selection.kept.isEmpty()) {
      StridedView elements = StridedView.of(self, self.elements());
      StridedView places = StridedView.of(result, result.elements());
      for (int i = 0; i < selection.picks.length(); i++) {
        elements.element(selection.picks.get(i), places, i);
      }
      return result;
    }
    StridedView to = flattened(StridedView.of(result), selection);
    StridedView from = keptOf(StridedView.of(self), selection);
    for (int i = 0; i < selection.picks.length(); i++) {
      selection.at(from, i).copyTo(to.select(selection.insertion, i));
    }
    return result;
  }

  private static Tensor written(KernelArguments in) {
    Tensor result = ViewKernels.copied(in.tensor("self"), in.allocateResult(0));
    Selection selection = selection(in, result);
    List<Long> sizes =
        new ArrayList<>(selection.kept.stream().map(d -> result.shape().size(d)).toList());
    sizes.addAll(selection.insertion, selection.positions);
    Shape shape = Shape.of(sizes);
    Tensor values = Operands.expanded(in, in.tensor("values"), shape.toArray());
    StridedView from = flattened(StridedView.of(values), selection);
    StridedView to = keptOf(StridedView.of(result), selection);
    boolean accumulate = in.bool("accumulate");
    Tensor one = in.allocate(result.dtype(), Shape.of(to.sizes()));
    Tensor sum = in.allocate(result.dtype(), Shape.of(to.sizes()));
    for (int i = 0; i < selection.picks.length(); i++) {
      StridedView target = selection.at(to, i);
      StridedView value = from.select(selection.insertion, i);
      if (accumulate) {
        value.copyInto(one);
        target.copyInto(sum);
        for (long k = 0; k < sum.elements(); k++) {
          ScatterKernels.combine(ScatterKernels.Mode.SUM, sum, k, one, k);
        }
        StridedView.of(sum).copyTo(target);
      } else {
        value.copyTo(target);
      }
    }
    return result;
  }

  /** The index dimensions of a result as one. */
  private static StridedView flattened(StridedView view, Selection selection) {
    int first = selection.insertion;
    StridedView flat = view;
    // The result is contiguous, so the last of the index dimensions has the step of the merged one.
    for (int i = 1; i < selection.positions.size(); i++) {
      flat = flat.select(first, 0);
    }
    long count = selection.picks.length();
    return selection.positions.isEmpty() ? flat.insert(first, 1, 0) : flat.slice(first, 0, count);
  }

  private static StridedView keptOf(StridedView view, Selection selection) {
    StridedView kept = view;
    for (int i = view.rank() - 1; i >= 0; i--) {
      if (!selection.kept.contains(i)) {
        kept = kept.select(i, 0);
      }
    }
    return kept;
  }

  private static Selection selection(KernelArguments in, Tensor self) {
    List<Optional<Tensor>> indices = in.optionalTensors("indices");
    List<Tensor> used = new ArrayList<>();
    List<Integer> dimensions = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    Shape positions = Shape.SCALAR;
    int dimension = 0;
    for (Optional<Tensor> index : indices) {
      List<Tensor> columns = index.map(t -> columns(in, t)).orElse(List.of());
      widths.add(Math.max(columns.size(), 1));
      if (columns.isEmpty()) {
        kept.add(dimension++);
      }
      for (Tensor column : columns) {
        used.add(column);
        dimensions.add(dimension++);
        positions = Shape.broadcast(positions, column.shape());
      }
    }
    for (; dimension < self.shape().rank(); dimension++) {
      kept.add(dimension);
    }
    List<Boolean> given = indices.stream().map(Optional::isPresent).toList();
    int insertion = used.isEmpty() ? 0 : IndexTypes.insertion(given, widths);
    return new Selection(
        positions.toList(),
        insertion,
        kept,
        ImmutableLongArray.copyOf(picks(in, self, used, dimensions, positions)));
  }

  private static long[] picks(
      KernelArguments in,
      Tensor self,
      List<Tensor> used,
      List<Integer> dimensions,
      Shape positions) {
    long[] picks = new long[Math.toIntExact(positions.elements())];
    long[] strides = self.shape().contiguousStrides();
    for (int k = 0; k < used.size(); k++) {
      Tensor index = Operands.expanded(in, used.get(k), positions.toArray());
      long size = self.shape().size(dimensions.get(k));
      for (int i = 0; i < picks.length; i++) {
        picks[i] += Operands.index(in, index.getLong(i), size) * strides[dimensions.get(k)];
      }
    }
    return picks;
  }

  /**
   * An index as vectors of positions, one for each dimension it covers: a mask covers as many as it
   * has.
   */
  private static List<Tensor> columns(KernelArguments in, Tensor index) {
    if (index.dtype() != DType.BOOL && index.dtype() != DType.UINT8) {
      return List.of(index);
    }
    if (index.shape().rank() == 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: a mask without dimensions is not supported as an index",
              in.op().name()));
    }
    return SearchKernels.coordinates(in, index);
  }
}
