package dev.octet.lowering.codegen.reader;

import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.op.Argument;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operators that move elements, change their type or do nothing. */
final class ViewReaders {
  private ViewReaders() {}

  static void register(Operators operators) {
    operators.add(
        (in, i) ->
            in.conversions.convert(in.element("self", i), in.dtypeOf("self"), in.resultType()),
        "aten._to_copy.default",
        "aten.to.dtype",
        "aten.to.device",
        "aten.to.dtype_layout",
        "aten.to.other",
        "aten.type_as.default",
        "aten.clone.default",
        "aten.contiguous.default",
        "aten.alias.default",
        "aten.detach.default",
        "aten.lift_fresh_copy.default",
        "aten.positive.default");
    operators.add(
        (in, i) ->
            in.conversions.convert(in.element("input", i), in.dtypeOf("input"), in.resultType()),
        "quantized_decomposed.convert_element_type.no_fuse",
        "octet.observe.default");
    operators.add(ViewReaders::dropout, "aten.dropout.default");
    operators.add(
        ViewReaders::reshaped,
        "aten.view.default",
        "aten._unsafe_view.default",
        "aten.reshape.default",
        "aten.flatten.using_ints",
        "aten.unflatten.int",
        "aten.squeeze.default",
        "aten.squeeze.dim",
        "aten.squeeze.dims",
        "aten.unsqueeze.default",
        "aten.view_as.default",
        "aten.reshape_as.default",
        "aten.ravel.default",
        "aten.atleast_1d.default",
        "aten.atleast_2d.default",
        "aten.atleast_3d.default");
    operators.add(
        (in, i) -> in.element("self", BodyReader.broadcast(i, in.shape("self"))),
        "aten.expand.default",
        "aten.broadcast_to.default",
        "aten.expand_as.default");
    operators.add(
        (in, i) -> {
          long[] dims = in.longs("dims");
          List<Affine> place = new ArrayList<>(i);
          for (int d = 0; d < dims.length; d++) {
            place.set((int) Math.floorMod(dims[d], (long) dims.length), i.get(d));
          }
          return in.element("self", place);
        },
        "aten.permute.default");
    operators.add(
        (in, i) -> swapped(in, i, in.dimension("dim0", i.size()), in.dimension("dim1", i.size())),
        "aten.transpose.int");
    operators.add(
        (in, i) -> i.size() < 2 ? in.element("self", i) : swapped(in, i, 0, 1), "aten.t.default");
    operators.add((in, i) -> swapped(in, i, i.size() - 2, i.size() - 1), "aten.mT.default");
    operators.add((in, i) -> in.element("self", i.reversed()), "aten.numpy_T.default");
    operators.add(ViewReaders::selected, "aten.select.int");
    operators.add(ViewReaders::sliced, "aten.slice.Tensor");
    operators.add(ViewReaders::narrowed, "aten.narrow.default", "aten.narrow_copy.default");
    operators.add(
        ViewReaders::part,
        "aten.split.Tensor",
        "aten.split.sizes",
        "aten.split_with_sizes.default",
        "aten.chunk.default",
        "aten.unsafe_split.Tensor",
        "aten.unsafe_split_with_sizes.default",
        "aten.unsafe_chunk.default",
        "aten.tensor_split.sections",
        "aten.tensor_split.indices");
    operators.add(
        ViewReaders::joined, "aten.cat.default", "aten.concat.default", "aten.concatenate.default");
  }

  private static Expr dropout(ElementCall in, List<Affine> index) {
    if (in.bool("train") && in.real("p") != 0) {
      throw new DeclinedException("dropout draws random numbers in training");
    }
    return in.element("input", index);
  }

  private static Expr reshaped(ElementCall in, List<Affine> index) {
    long[] to = in.resultShape();
    Affine flat = Affine.ZERO;
    long stride = 1;
    for (int d = to.length - 1; d >= 0; d--) {
      flat = flat.plus(index.get(d), stride);
      stride *= to[d];
    }
    long[] from = in.shape("self");
    List<Affine> place = new ArrayList<>();
    for (long size : from) {
      stride /= size;
      in.body.requests().division(flat, stride);
      place.add(Affine.floorDivide(flat, stride));
      flat = Affine.remainder(flat, stride);
    }
    return in.element("self", place);
  }

  private static Expr swapped(ElementCall in, List<Affine> index, int first, int second) {
    List<Affine> place = new ArrayList<>(index);
    Collections.swap(place, first, second);
    return in.element("self", place);
  }

  private static Expr selected(ElementCall in, List<Affine> index) {
    long[] shape = in.shape("self");
    int dim = in.dimension("dim", shape.length);
    long at = in.integer("index");
    List<Affine> place = new ArrayList<>(index);
    place.add(dim, Affine.of(at < 0 ? at + shape[dim] : at));
    return in.element("self", place);
  }

  private static Expr sliced(ElementCall in, List<Affine> index) {
    long[] shape = in.shape("self");
    int dim = in.dimension("dim", shape.length);
    long start = in.raw("start") instanceof Argument.None ? 0 : in.integer("start");
    start = Math.clamp(start < 0 ? start + shape[dim] : start, 0, shape[dim]);
    List<Affine> place = new ArrayList<>(index);
    place.set(dim, index.get(dim).times(in.integer("step")).plus(start));
    return in.element("self", place);
  }

  private static Expr narrowed(ElementCall in, List<Affine> index) {
    long[] shape = in.shape("self");
    int dim = in.dimension("dim", shape.length);
    long start = in.integer("start");
    List<Affine> place = new ArrayList<>(index);
    place.set(dim, index.get(dim).plus(start < 0 ? start + shape[dim] : start));
    return in.element("self", place);
  }

  /** One of several results that divide a tensor. */
  private static Expr part(ElementCall in, List<Affine> index) {
    int dim = in.dimension("dim", index.size());
    long start = 0;
    for (int r = 0; r < in.result; r++) {
      start += BodyReader.shape(in.node.results().get(r))[dim];
    }
    List<Affine> place = new ArrayList<>(index);
    place.set(dim, index.get(dim).plus(start));
    return in.element("self", place);
  }

  private static Expr joined(ElementCall in, List<Affine> index) {
    int dim = in.dimension("dim", index.size());
    Affine at = index.get(dim);
    Expr result = null;
    List<Value> parts = in.tensors("tensors");
    // From the last part backwards; each that the index may lie in becomes a choice.
    long end = in.resultShape()[dim];
    for (int p = parts.size() - 1; p >= 0; p--) {
      long[] shape = BodyReader.shape(parts.get(p));
      if (shape.length != index.size()) {
        throw new DeclinedException("joins an empty tensor");
      }
      long start = end - shape[dim];
      if (at.max() >= start && at.min() < end) {
        Expr element = element(in, parts.get(p), index, dim, start, shape[dim]);
        if (result == null) {
          result = element;
        } else {
          result = in.pool.select(in.isBelow(at, end), element, result);
        }
      }
      end = start;
    }
    if (result == null) {
      throw new IllegalStateException("an index outside of what was joined: " + at);
    }
    return in.resultType().isBool() ? ComparisonReaders.truth(in, result) : result;
  }

  private static Expr element(
      ElementCall in, Value part, List<Affine> index, int dim, long start, long size) {
    List<Affine> place = new ArrayList<>(index);
    Affine inside = index.get(dim).plus(-start);
    place.set(dim, Affine.max(Affine.ZERO, Affine.min(inside, Affine.of(size - 1))));
    DType type = BodyReader.dtype(part);
    return in.conversions.number(
        in.conversions.convert(in.body.read(part, place), type, in.resultType()));
  }
}
