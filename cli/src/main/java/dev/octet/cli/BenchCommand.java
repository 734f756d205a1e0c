package dev.octet.cli;

import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.DeviceInfo;
import dev.octet.lowering.Devices;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.ProcessorPeak;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet bench}: how long a program takes on random inputs. */
@Command(
    name = "bench",
    description =
        "Measures how long compiled programs take on random inputs, after a warm-up, and on the CPU"
            + " compares with what the processor can do; what an OpenCL device can do is not"
            + " measured, and peak_share is null there.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet bench q.pt2 --threads 2",
      "  octet bench zoo:resnet50 zoo:mobilenet_v2 --quantizer x86 --threads 2 --json",
      "  octet bench zoo:bert_base --autocast bf16 --batch 4 --seconds 10",
      "  octet bench zoo:resnet18 --engine xpu --quantizer xpu"
    })
final class BenchCommand implements Runnable {
  private static final Duration DEFAULT_TIME = Duration.ofSeconds(3);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      converter = FileName.OfModel.class,
      description = CompilerOptions.MODEL)
  private List<String> models;

  @Mixin private CompilerOptions compiler;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description = "The first size of every input. Default: what the file fixes, else 1.")
  private @Nullable Integer batch;

  @Mixin private BenchQuantization quantization;

  @Option(
      names = "--runs",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description = "How many runs are measured.")
  private @Nullable Integer runs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Or how long. Default: 3, and no less than 10 runs.")
  private @Nullable Double seconds;

  @Option(names = "--json", description = "Print a JSON object for each model instead.")
  private boolean json;

  @Override
  public void run() {
    if (runs != null && seconds != null) {
      throw usage("--runs and --seconds exclude each other; give one of them");
    }
    if (seconds != null && !(seconds > 0 && seconds <= Duration.ofDays(1).toSeconds())) {
      throw usage("--seconds is " + seconds + ", expected a positive number of at most a day");
    }
    compiler.check();
    quantization.check();
    PrintWriter out = spec.commandLine().getOut();
    for (String model : models) {
      BenchResult result = measure(model);
      if (json) {
        out.println(result.toJson());
      } else {
        result.print(out);
      }
      out.flush();
    }
  }

  private BenchResult measure(String model) {
    try (CompiledModel compiled = compile(model)) {
      ExportedProgram program = compiled.program();
      Map<String, Long> sizes = sizes(program);
      List<Tensor> inputs = RandomInputs.of(program, sizes, 0);
      long size =
          inputs.isEmpty() || inputs.getFirst().shape().rank() == 0
              ? 1
              : inputs.getFirst().shape().size(0);
      if (batch != null && batch != size) {
        throw new InputException(
            "--batch is "
                + batch
                + (!program.userInputs().getFirst().tensorType().size(0).isConstant()
                    ? ", but --sizes makes the first size " + size + "; give one of them"
                    : ", but '" + model + "' was exported for batches of " + size));
      }
      Ledger ledger = compiled.ledger(sizes);
      PrintWriter err = spec.commandLine().getErr();
      LedgerTable.printWarnings(ledger, err);
      RunTimes times;
      try (Progress _ = Progress.start(err, "Measuring " + model, 0)) {
        times = RunTimes.measure(compiled, inputs, runs, time());
      }
      Target target = compiled.target();
      return new BenchResult(
          model,
          target.device().map(Devices::find).map(DeviceInfo::name),
          target.threads(),
          size,
          quantization.describe(target),
          ledger.int8Coverage(),
          times,
          ledger.multiplyAdds(),
          peak(target, ledger));
    }
  }

  /**
   * What the processor reaches, whatever is asked of the program. What an OpenCL device could reach
   * no product of ours tells.
   */
  private static OptionalDouble peak(Target target, Ledger ledger) {
    if (target.device().isPresent()) {
      return OptionalDouble.empty();
    }
    Target plain = Target.cpu().threads(target.threads());
    Target peak = target.autocast().isPresent() ? plain.autocast(target.autocast().get()) : plain;
    boolean integers = ledger.multiplyAdds() > 0 && ledger.int8Coverage() > 0;
    return OptionalDouble.of(ProcessorPeak.measure(peak, integers ? DType.INT8 : DType.FLOAT32));
  }

  private Map<String, Long> sizes(ExportedProgram program) {
    return compiler.sizes(program, SizeOptions.ofBatch(program, batch == null ? 1 : batch));
  }

  private Duration time() {
    return seconds == null ? DEFAULT_TIME : Duration.ofNanos((long) (seconds * 1e9));
  }

  private CompiledModel compile(String model) {
    if (!ModelFile.isZoo(model) && !quantization.isAsked()) {
      return ModelFile.compile(model, compiler);
    }
    Target target = compiler.apply(Target.cpu());
    ExportedProgram program =
        ModelFile.isZoo(model)
            ? ModelFile.zoo(model, batch == null ? 1 : batch)
            : ModelFile.readProgram(Path.of(model));
    if (quantization.isAsked()) {
      program = quantization.apply(program, this::sizes, target);
    }
    return Lowering.compile(program, target);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
