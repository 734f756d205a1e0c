package dev.octet.lowering.onednn;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Affine;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.op.Dequantize;
import dev.octet.tensor.DType;
import java.util.Optional;

/**
 * Lowers a dequantize of one scale to a reorder that changes the layout as well. A quantize is left
 * to generated code: the library adds the zero point before it rounds and inverts the scale in
 * single precision, so that numbers near the middle between two integers become the other one.
 */
final class DequantizeLowering {
  private DequantizeLowering() {}

  static Optional<String> lower(Node node, Dequantize op, Emitter emitter) {
    if (op.isDynamic() || !isByte(op.dtype()) || !isFloat(op)) {
      return Optional.of("not a primitive of the library");
    }
    if (!Affine.of(op).suitsIntegers()) {
      return Optional.of("a scale or zero point beyond the range of the type");
    }
    Value input = node.operand(0);
    if (input.tensorType().shape().elements() == 0 || input.tensorType().rank() == 0) {
      return Optional.of("nothing to reorder");
    }
    Attributes attributes = new Attributes(emitter.arena());
    Parameters parameters = new Parameters(CpuEngine.INSTANCE, emitter);
    attributes.scales(Operand.SRC, 0);
    parameters.scales(Operand.SRC, (float) op.scale());
    if (op.zeroPoint() != 0) {
      attributes.zeroPoint(Operand.SRC);
      parameters.zeroPoint(Operand.SRC, (int) op.zeroPoint());
    }
    Buffer from = emitter.read(input);
    Optional<String> declined = ReorderKernels.declines(from);
    if (declined.isPresent()) {
      return declined;
    }
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

  private static boolean isFloat(Dequantize op) {
    return op.outDType() == DType.FLOAT32 || op.outDType() == DType.BFLOAT16;
  }

  private static boolean isByte(DType dtype) {
    return dtype == DType.INT8 || dtype == DType.UINT8;
  }
}
