package dev.octet.lowering.plan;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.fuse.Reinterpretation;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Space;
import dev.octet.op.Permute;
import dev.octet.op.Split;
import dev.octet.op.Transpose;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Lets a value lie in the memory of another; copies only where no strides tell the new shape. */
final class ViewBackend implements Backend {
  @Override
  public String name() {
    return "view";
  }

  @Override
  public Optional<Space> space() {
    return Optional.empty();
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    if (!(region instanceof Reinterpretation view)) {
      return Optional.of("not a view");
    }
    Buffer source = emitter.read(view.source());
    Optional<List<Buffer>> views = views(view, source);
    if (views.isEmpty()) {
      source = emitter.read(view.source(), Layout.ROW_MAJOR);
      views = views(view, source);
    }
    List<Buffer> found =
        views.orElseThrow(() -> new InternalException(view.anchor() + " is no view"));
    for (int i = 0; i < found.size(); i++) {
      emitter.alias(view.writes().get(i), found.get(i));
    }
    return Optional.empty();
  }

  private static Optional<List<Buffer>> views(Reinterpretation view, Buffer source) {
    List<Shape> shapes = view.writes().stream().map(value -> value.tensorType().shape()).toList();
    return switch (view.anchor().op()) {
      case Permute op -> Optional.of(List.of(permuted(source, op, shapes.getFirst())));
      case Transpose op -> Optional.of(List.of(transposed(source, op, shapes.getFirst())));
      case Split op -> Optional.of(Slices.split(source, op.dimension(), shapes));
      default ->
          switch (view.anchor().op().name().base()) {
            case "select" -> Optional.of(List.of(Slices.select(source, view.anchor().op())));
            case "slice", "narrow" ->
                Optional.of(List.of(Slices.slice(source, view.anchor().op(), shapes.getFirst())));
            case "unbind" -> Optional.of(Slices.unbind(source, view.anchor().op(), shapes));
            default ->
                ReshapedStrides.of(source.shape(), source.strides(), shapes.getFirst())
                    .map(strides ->
                        List.of(source.view(source.dtype(), shapes.getFirst(), strides, 0)));
          };
    };
  }

  private static Buffer permuted(Buffer source, Permute op, Shape shape) {
    ImmutableLongArray.Builder strides = ImmutableLongArray.builder();
    op.dimensions().forEach(d -> strides.add(source.strides().get(source.shape().normalize(d))));
    return source.view(source.dtype(), shape, strides.build(), 0);
  }

  private static Buffer transposed(Buffer source, Transpose op, Shape shape) {
    long[] strides = source.strides().toArray();
    if (strides.length >= 2) {
      int first = source.shape().normalize(op.first());
      int second = source.shape().normalize(op.second());
      long kept = strides[first];
      strides[first] = strides[second];
      strides[second] = kept;
    }
    return source.view(source.dtype(), shape, ImmutableLongArray.copyOf(strides), 0);
  }
}
