package dev.octet.lowering.onednn;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.SingleNode;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.op.Dequantize;
import dev.octet.op.Quantize;
import dev.octet.tensor.DType;
import java.util.Optional;

/** Lowers a quantize or dequantize of one scale to a reorder that changes the layout as well. */
final class QuantizeLowering {
  private QuantizeLowering() {}

  static Optional<String> lower(SingleNode region, Emitter emitter) {
    Node node = region.node();
    return switch (node.op()) {
      case Quantize op when op.isDynamic() -> Optional.of("scale and zero point are computed");
      case Quantize op when !isFullRange(op.dtype(), op.quantMin(), op.quantMax()) ->
          Optional.of("the integers take a part of the range of " + op.dtype());
      case Quantize op when node.operand(0).tensorType().dtype() == DType.FLOAT32 ->
          reorder(node, emitter, Operand.DST, (float) op.scale(), (int) op.zeroPoint());
      case Dequantize op when !op.isDynamic() && isByte(op.dtype()) && isFloat(op) ->
          reorder(node, emitter, Operand.SRC, (float) op.scale(), (int) op.zeroPoint());
      default -> Optional.of("not a primitive of the library");
    };
  }

  private static boolean isFloat(Dequantize op) {
    return op.outDType() == DType.FLOAT32 || op.outDType() == DType.BFLOAT16;
  }

  private static boolean isByte(DType dtype) {
    return dtype == DType.INT8 || dtype == DType.UINT8;
  }

  private static boolean isFullRange(DType dtype, long min, long max) {
    return isByte(dtype) && min == dtype.minValue() && max == dtype.maxValue();
  }

  private static Optional<String> reorder(
      Node node, Emitter emitter, int operand, float scale, int zeroPoint) {
    Value input = node.operand(0);
    if (input.tensorType().shape().elements() == 0 || input.tensorType().rank() == 0) {
      return Optional.of("nothing to reorder");
    }
    Attributes attributes = new Attributes(emitter.arena());
    Parameters parameters = new Parameters(CpuEngine.INSTANCE, emitter);
    attributes.scales(operand, 0);
    parameters.scales(operand, scale);
    if (zeroPoint != 0) {
      attributes.zeroPoint(operand);
      parameters.zeroPoint(operand, zeroPoint);
    }
    Buffer from = emitter.read(input);
    Layout wanted = emitter.preferred(node.result());
    Buffer to =
        from.isRowMajor()
            ? emitter.write(node.result(), wanted)
            : emitter.write(node.result(), from.strides());
    Optional<Kernel> kernel =
        ReorderKernels.reorder(
            node.op().name().base(), from, to, emitter.arena(), attributes, parameters.bindings());
    emitter.emit(
        kernel.orElseThrow(() ->
            new dev.octet.tensor.InternalException("oneDNN has no reorder " + from + " to " + to)));
    return Optional.empty();
  }
}
