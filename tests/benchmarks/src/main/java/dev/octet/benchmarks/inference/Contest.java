package dev.octet.benchmarks.inference;

import com.google.common.base.Preconditions;
import dev.octet.quantizer.x86.X86Preset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One network, quantized, in one of the engines. */
@State(Scope.Benchmark)
public abstract class Contest {
  @Param({"octet", "onnxruntime"})
  private String engine = "";

  @Param({"resnet18", "resnet50", "mobilenet_v2", "bert_base", "vit_b_16"})
  private String model = "";

  /** One of {@link X86Preset}; both engines run the program that it gives. */
  @Param("reduce_range")
  private String preset = "";

  @Param({"1", "2"})
  private int threads;

  private final int batch;
  private @Nullable Contestant contestant;

  Contest(int batch) {
    this.batch = batch;
  }

  @Setup
  public void start() {
    X86Preset chosen = X86Preset.valueOf(preset.toUpperCase(Locale.ROOT));
    contestant = Contestant.of(engine, Networks.quantized(model, batch, chosen), threads);
  }

  @TearDown
  public void stop() {
    contestant().close();
  }

  final Contestant contestant() {
    return Preconditions.checkNotNull(contestant, "not started");
  }
}
