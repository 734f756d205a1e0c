package dev.octet.lowering.onednn;

import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.Elementwise;
import dev.octet.lowering.fuse.Pooling;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.fuse.Reinterpretation;
import dev.octet.lowering.fuse.SingleNode;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.kernel.Splitter;
import dev.octet.op.Concat;
import dev.octet.op.Convolution;
import dev.octet.op.Dequantize;
import dev.octet.op.LayerNorm;
import dev.octet.op.Softmax;
import dev.octet.op.TransposedConvolution;
import java.lang.foreign.Arena;
import java.util.Optional;

/** Runs products, pooling and changes of layout as primitives of oneDNN. */
public final class OneDnnBackend implements Backend {
  public OneDnnBackend() {}

  @Override
  public String name() {
    return "oneDNN";
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    return switch (region) {
      case Contraction product when isConvolution(product) ->
          new ConvolutionLowering(CpuEngine.INSTANCE, product, emitter).lower();
      case Contraction product -> new ProductLowering(CpuEngine.INSTANCE, product, emitter).lower();
      case Pooling pooling -> new PoolingLowering(pooling, emitter).lower();
      case SingleNode single -> lower(single, emitter);
      case Elementwise _, Reinterpretation _ -> Optional.of("not a primitive of the library");
    };
  }

  private static Optional<String> lower(SingleNode region, Emitter emitter) {
    return switch (region.node().op()) {
      case Dequantize op -> DequantizeLowering.lower(region.node(), op, emitter);
      case Softmax op -> SoftmaxLowering.lower(region.node(), op, emitter);
      case Concat op -> ConcatLowering.lower(region.node(), op, emitter);
      case LayerNorm op -> LayerNormLowering.lower(region.node(), op, emitter);
      default -> {
        Optional<RecurrentCell> cell = RecurrentLowering.cell(region.node());
        yield cell.isPresent()
            ? RecurrentLowering.lower(region.node(), cell.get(), emitter)
            : PointwiseLowering.lower(region.node(), emitter);
      }
    };
  }

  static boolean isConvolution(Contraction product) {
    return product.anchor().op() instanceof Convolution
        || product.anchor().op() instanceof TransposedConvolution;
  }

  @Override
  public Optional<Kernel> move(Buffer from, Buffer to, Arena arena) {
    return ReorderKernels.move(from, to, arena);
  }

  @Override
  public void begin(int threads) {
    OneDnn.setThreads(threads);
  }

  @Override
  public Optional<Splitter> splitter(Arena arena) {
    return OpenMpSplitter.create(arena);
  }
}
