package dev.octet.lowering.opencl.template;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Affine;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.opencl.step.StepArgument;
import dev.octet.lowering.opencl.step.StepMaker;
import dev.octet.op.MatMul;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers a product of two batches of matrices to one kernel: of computed values, such as those of
 * attention, or of one and a constant.
 */
final class BatchedLowering {
  private final Contraction product;
  private final Emitter emitter;
  private final StepMaker steps;

  BatchedLowering(Contraction product, Emitter emitter, StepMaker steps) {
    this.product = product;
    this.emitter = emitter;
    this.steps = steps;
  }

  Optional<String> lower() {
    Value left = product.input().value();
    Value right = product.weight().value();
    Shape leftShape = left.tensorType().shape();
    Shape rightShape = right.tensorType().shape();
    Shape result = product.anchor().result().tensorType().shape();
    if (!(product.anchor().op() instanceof MatMul)) {
      return Optional.of("the weight is no constant");
    }
    if (product.isInt8() && product.input().dynamic().isPresent()) {
      return Optional.of("a batch of matrices whose scale the run computes");
    }
    if (product.isInt8() && leftShape.size(-1) > BatchedSource.DEEPEST) {
      return Optional.of("sums of more than " + BatchedSource.DEEPEST + " products of integers");
    }
    if (Math.max(leftShape.rank(), rightShape.rank()) > Matrices.RANK) {
      return Optional.of("matrices in more than two dimensions of batch");
    }
    if (leftShape.elements() == 0 || rightShape.elements() == 0 || result.elements() == 0) {
      return Optional.of("an empty product");
    }
    if (!Numbers.has(product.input().dtype())
        || !Numbers.has(right.tensorType().dtype())
        || !Numbers.has(product.result().tensorType().dtype())) {
      return Optional.of("a product of " + product.input().dtype());
    }
    Optional<String> declined = Epilogue.declines(product, steps.features());
    if (declined.isPresent()) {
      return declined;
    }
    Epilogue epilogue = Epilogue.of(product, steps.features());
    ImmutableLongArray strides =
        epilogue.isEmpty()
            ? emitter
                .preferredStrides(product.result())
                .orElseGet(() -> Layout.ROW_MAJOR.strides(result))
            : Layout.ROW_MAJOR.strides(result);
    Buffer first = emitter.read(left);
    Buffer second = rowsTogether(right);
    List<Buffer> reads = new ArrayList<>(List.of(first, second));
    Signature signature = new Signature();
    signature.input(Numbers.of(first.dtype()).type(), "left", first);
    signature.input(Numbers.of(second.dtype()).type(), "right", second);
    epilogue.read(emitter, Layout.ROW_MAJOR, signature, reads);
    Buffer output = emitter.write(product.result(), strides);
    signature.output(epilogue.source().type(), "output", output);

    long rows = leftShape.rank() == 1 ? 1 : leftShape.size(-2);
    long columns = rightShape.rank() == 1 ? 1 : rightShape.size(-1);
    // Those that the result has not because an operand has one dimension.
    Shape batch = batch(leftShape, rightShape);
    steps(signature, "left", Matrices.left(first, batch));
    steps(signature, "right", Matrices.right(second, batch));
    steps(signature, "out", out(strides, result, leftShape, rightShape));
    signature.number("rows", Math.toIntExact(rows));
    signature.number("columns", Math.toIntExact(columns));
    signature.number("depth", Math.toIntExact(leftShape.size(-1)));
    signature.number("batch_inner", Math.toIntExact(size(batch, 3)));
    if (product.isInt8()) {
      integers(signature);
    }
    String source =
        new BatchedSource(product.label(), Numbers.of(first.dtype()), Numbers.of(second.dtype()))
            .write(signature, new Result(epilogue, false, false, false));
    emitter.emit(
        steps.step(
            product.label(),
            "tile in registers",
            source,
            "product",
            signature.arguments(),
            ImmutableLongArray.of(
                Math.ceilDiv(rows, BatchedSource.ROWS),
                Math.ceilDiv(columns, BatchedSource.LANES),
                size(batch, 3) * size(batch, 4)),
            ImmutableLongArray.of(1, 1, 1),
            ImmutableList.copyOf(reads),
            ImmutableList.of(output),
            emitter.arena()));
    return Optional.empty();
  }

  /** Zero points, and what one unit of the sum stands for. */
  private void integers(Signature signature) {
    Affine left = product.input().affine().orElseThrow();
    Affine right = product.weight().affine().orElseThrow();
    number(signature, "left_zero", (float) left.zeroPoint());
    number(signature, "right_zero", (float) right.zeroPoint());
    number(signature, "unit", left.scaleAsFloat() * right.scaleAsFloat());
  }

  private static void number(Signature signature, String name, float value) {
    signature.number("const float " + name, new StepArgument.OfFloat(value));
  }

  /** The second operand with the elements of a row side by side. */
  private Buffer rowsTogether(Value value) {
    Buffer lies = emitter.read(value);
    int rank = lies.shape().rank();
    return rank == 1 || lies.shape().size(rank - 1) == 1 || lies.strides().get(rank - 1) == 1
        ? lies
        : emitter.read(value, Layout.ROW_MAJOR);
  }

  /** The common dimensions of batch, with two in place of those of the matrices. */
  private static Shape batch(Shape left, Shape right) {
    return Shape.broadcast(outside(left), outside(right));
  }

  private static Shape outside(Shape shape) {
    long[] sizes = new long[Math.max(2, shape.rank())];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = i < sizes.length - 2 ? shape.size(i) : 1;
    }
    return Shape.of(sizes);
  }

  private static long size(Shape shape, int fromEnd) {
    return shape.rank() < fromEnd ? 1 : shape.size(shape.rank() - fromEnd);
  }

  private static Matrices out(ImmutableLongArray strides, Shape result, Shape left, Shape right) {
    int end = result.rank();
    long column = right.rank() == 1 ? 0 : strides.get(--end);
    long row = left.rank() == 1 ? 0 : strides.get(--end);
    long inner = end > 0 ? strides.get(--end) : 0;
    long outer = end > 0 ? strides.get(--end) : 0;
    return new Matrices(outer, inner, row, column);
  }

  private static void steps(Signature signature, String name, Matrices matrices) {
    signature.number(name + "_outer", matrices.outer());
    signature.number(name + "_inner", matrices.inner());
    signature.number(name + "_row", matrices.row());
    signature.number(name + "_column", matrices.column());
  }
}
