package dev.octet.lowering.onednn;

import dev.octet.graph.Value;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.device.CommandQueue;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.opencl.step.DeviceFrame;
import dev.octet.tensor.DType;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A GPU, by its OpenCL driver: memory is buffers of the device, runs go into the queues of frames.
 * What it cannot make it refuses by {@link RefusedException}.
 *
 * @param handle of the library; lives as long as the process
 * @param context the device
 * @param mover copies what lies where no primitive can read it
 * @param waits whether each kernel is waited for, so that its time can be told
 */
record GpuEngine(
    MemorySegment handle, GpuInterop interop, DeviceContext context, Backend mover, boolean waits)
    implements Engine {

  @Override
  public Optional<PrimitiveDescription> describe(
      Arena arena, NativeFunction function, Object... arguments) {
    try {
      return PrimitiveDescription.create(arena, function, behindEngine(arguments));
    } catch (InternalException e) {
      throw refused(e);
    }
  }

  @Override
  public CompiledPrimitive compile(PrimitiveDescription description, Arena arena) {
    try {
      return CompiledPrimitive.of(description, arena);
    } catch (InternalException e) { // its kernels are compiled here, by the driver
      throw refused(e);
    }
  }

  @Override
  public MemorySegment pack(
      Tensor tensor,
      Shape shape,
      long[] strides,
      Descriptor target,
      Arena arena,
      Consumer<Runnable> later) {
    try (Arena scratch = Arena.ofConfined()) {
      Descriptor source = Descriptor.strided(scratch, tensor.dtype(), shape, strides);
      PrimitiveDescription description =
          PrimitiveDescription.create(
                  scratch,
                  Dnnl.REORDER,
                  source.handle(),
                  handle,
                  target.handle(),
                  handle,
                  new Attributes(scratch).finish())
              .orElseThrow(() -> new RefusedException("the library cannot pack the weights"));
      CompiledPrimitive reorder = CompiledPrimitive.of(description, scratch);
      MemorySegment packed = context.allocate(target.byteSize(), arena);
      MemorySegment plain = context.upload(tensor.contiguous(scratch).segment(), scratch);
      boolean needsScratch = reorder.scratchpad().byteSize() > 0;
      ArgumentList arguments = new ArgumentList(scratch, needsScratch ? 3 : 2);
      arguments.set(0, Operand.SRC, interop.memory(scratch, handle, source, plain));
      arguments.set(1, Operand.DST, interop.memory(scratch, handle, target, packed));
      if (needsScratch) {
        MemorySegment pad = context.allocate(reorder.scratchpad().byteSize(), scratch);
        arguments.set(
            2, Operand.SCRATCHPAD, interop.memory(scratch, handle, reorder.scratchpad(), pad));
      }
      CommandQueue queue = context.queue(scratch, false);
      interop.execute(reorder.handle(), interop.stream(scratch, handle, queue), arguments);
      queue.finish();
      return packed;
    } catch (InternalException e) {
      throw refused(e);
    }
  }

  private static RefusedException refused(InternalException why) {
    return new RefusedException(String.valueOf(why.getMessage()));
  }

  @Override
  public MemorySegment resident(MemorySegment bytes, Arena arena) {
    return context.upload(bytes, arena);
  }

  @Override
  public Buffer read(Emitter emitter, Value value, Layout layout) {
    Buffer lies = emitter.read(value, layout);
    if (DeviceFrame.canBegin(context, lies)) {
      return lies;
    }
    Buffer copy = emitter.temporary(lies.dtype(), lies.shape(), layout);
    emitter.emit(
        mover
            .move(lies, copy, emitter.arena())
            .orElseThrow(() -> new InternalException("nothing moves " + lies + " on the device")));
    return copy;
  }

  @Override
  public Kernel kernel(
      String name,
      CompiledPrimitive primitive,
      List<PrimitiveKernel.Binding> reads,
      List<PrimitiveKernel.Binding> writes,
      Emitter emitter) {
    List<PrimitiveKernel.Binding> written = new ArrayList<>(writes);
    Descriptor scratchpad = primitive.scratchpad();
    if (scratchpad.byteSize() > 0) {
      Buffer pad =
          emitter.temporary(DType.UINT8, Shape.of(scratchpad.byteSize()), Layout.ROW_MAJOR);
      written.add(new PrimitiveKernel.Binding(Operand.SCRATCHPAD, scratchpad, pad));
    }
    return new GpuKernel(name, this, primitive, reads, written);
  }
}
