package dev.octet.cli;

import com.google.common.collect.Iterables;
import dev.octet.export.Export;
import dev.octet.lowering.CompiledEvaluator;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.provider.ProviderException;
import dev.octet.quantizer.provider.QuantizerProviders;
import dev.octet.tensor.DType;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code octet demo}: everything once, on a small model that comes with Octet. */
@Command(
    name = "demo",
    description =
        "Quantizes and compiles a small image classifier that comes with Octet, and compares it"
            + " with the float model.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet demo",
      "  octet demo --quantizer xpu --out-dir /tmp/demo",
      "  octet demo --engine xpu --device gpu"
    })
final class DemoCommand implements Callable<Integer> {
  private static final int BATCH = 16;

  @Spec private CommandSpec spec;

  @Option(
      names = "--engine",
      defaultValue = "cpu",
      description =
          "What the model is compiled for: ${COMPLETION-CANDIDATES}, an OpenCL device. Default:"
              + " ${DEFAULT-VALUE}.")
  private Processor processor;

  @Mixin private DeviceOption device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      converter = ThreadNumber.class,
      description =
          "Threads that one run uses; with --engine xpu, runs at once. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--quantizer",
      paramLabel = "NAME",
      description = "x86 or xpu. Default: x86, with --engine xpu xpu.")
  private @Nullable String quantizer;

  @Option(
      names = "--out-dir",
      paramLabel = "FOLDER",
      description =
          "Where models and report go; it is made if need be. Default: octet-demo in the working"
              + " directory, or if that is read-only a new folder for temporary files.")
  private @Nullable Path folder;

  @Option(
      names = "--files",
      paramLabel = "FOLDER",
      description = "The folder with shapes.pt2 and its images. Default: the one of Octet.")
  private @Nullable Path files;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    PrintWriter err = spec.commandLine().getErr();
    Target target = device.apply(processor.of(Target.cpu()), spec.commandLine()).threads(threads);
    QuantizerProviders providers = PluginJars.providers(List.of());
    String name = quantizer != null ? quantizer : processor == Processor.cpu ? "x86" : "xpu";
    String preset = preset(providers, name, target);
    DemoFiles demo = DemoFiles.find(files);
    Path results = DemoFolder.make(folder);
    DemoText text = new DemoText(spec.commandLine().getOut());

    ExportedProgram program = Export.read(demo.model());
    text.read(demo.model(), program);

    List<Tensor> batches = batches(Npy.read(demo.calibration()));
    PreparedModel prepared = Quantization.prepare(program, providers.create(name, preset));
    calibrate(prepared, batches, target);
    QuantizedModel quantized = prepared.convert();
    text.quantized(name, preset, images(batches), quantized.report());

    Path model = results.resolve("shapes-int8.pt2");
    Path compiled = results.resolve("shapes-int8.octet");
    Path page = results.resolve("report.html");
    Export.write(quantized.program(), model);
    try (CompiledModel floats = Lowering.compile(program, target);
        CompiledModel int8 = Lowering.compile(quantized.program(), target);
        CompiledModel mixed =
            Lowering.compile(quantized.program(), target.autocast(DType.BFLOAT16))) {
      List<Tensor> batch = List.of(batches.getFirst());
      Ledger ledger = int8.ledger(batch);
      text.compiled(ledger, program, target);
      Tensor test = Npy.read(demo.test());
      DemoContest contest =
          new DemoContest(
              List.of(
                  new DemoContest.Entry("float", floats),
                  new DemoContest.Entry("int8", int8),
                  new DemoContest.Entry("int8 + bf16", mixed)),
              test,
              Labels.read(demo.labels(), test, Long.MAX_VALUE),
              err);
      text.compared(contest.lines(), mixed.ledger(batch));
      text.explained(quantized.report(), program, ledger);
      int8.save(compiled);
      DemoReport.write(page, program, prepared, quantized, target, batch, err);
    }
    text.written(List.of(page, model, compiled), System.nanoTime() - start);
    return ExitCodes.OK;
  }

  private String preset(QuantizerProviders providers, String name, Target target) {
    try {
      return PreferredPreset.of(providers, name, target);
    } catch (ProviderException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Tensor> batches(Tensor images) {
    int count = Math.toIntExact(images.shape().size(0));
    return IntStream.iterate(0, first -> first < count, first -> first + BATCH)
        .mapToObj(first ->
            DemoFiles.PIXELS.batch(images, first, Math.min(BATCH, count - first), Arena.ofAuto()))
        .toList();
  }

  private static long images(List<Tensor> batches) {
    return batches.stream().mapToLong(batch -> batch.shape().size(0)).sum();
  }

  private void calibrate(PreparedModel prepared, List<Tensor> batches, Target target) {
    int atOnce = CalibrationThreads.atOnce(target.threads(), batches.size());
    try (Progress progress =
            Progress.startShown(spec.commandLine().getErr(), "Calibrating", batches.size());
        CompiledEvaluator evaluator = Lowering.evaluator(prepared.program(), target, atOnce)) {
      prepared
          .withEvaluator(evaluator)
          .calibrate(Iterables.transform(batches, List::of), atOnce, progress::step);
    }
  }
}
