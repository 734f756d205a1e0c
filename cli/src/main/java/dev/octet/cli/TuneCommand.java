package dev.octet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.lowering.Tuning;
import dev.octet.lowering.TuningResult;
import dev.octet.tensor.InternalException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code octet tune}: finds how an OpenCL device computes products best. */
@Command(
    name = "tune",
    description = {
      "Measures how convolutions and matrix products are best divided on an OpenCL device.",
      "The choice is kept in your cache folder, for this device and driver; programs that are"
          + " compiled for it later use it."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  octet tune", "  octet tune --device gpu --limit 120"})
final class TuneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = DeviceOption.NAME,
      paramLabel = "CHOICE",
      defaultValue = "any",
      converter = DeviceOption.Choice.class,
      description =
          "The device: cpu, gpu, accelerator, its number or name:PART, as 'octet devices' lists"
              + " them. Default: ${DEFAULT-VALUE}.")
  private String device;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "60",
      converter = PositiveNumber.class,
      description =
          "Begin no measurement after this time; what was measured until then counts. Default:"
              + " ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Print a JSON object instead.")
  private boolean json;

  @Override
  public Integer call() {
    TuningResult result;
    try (Progress progress =
        Progress.start(spec.commandLine().getErr(), "Measuring", Tuning.candidates(device))) {
      result = Tuning.run(device, Duration.ofSeconds(limit), _ -> progress.step());
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(result));
    } else {
      print(result, out);
    }
    return ExitCodes.OK;
  }

  static void print(TuningResult result, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "TIME", "PRODUCTS IN"));
    for (TuningResult.Trial trial : result.trials()) {
      rows.add(
          List.of(
              trial.equals(result.chosen()) ? "*" : "",
              Double.isFinite(trial.relative())
                  ? String.format(Locale.ROOT, "%.2f", trial.relative())
                  : "not possible",
              trial.tiling()));
    }
    out.println(result.device().name() + ", " + result.device().platform());
    TextTable.print(rows, out);
    out.println(
        (result.complete() ? "" : "The time was not enough for all candidates. ")
            + "The choice (*) is kept in "
            + result.file());
  }

  static String json(TuningResult result) {
    // Not a constant: every command line loads this class, and would pay for it.
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("device", result.device().name());
    root.put("platform", result.device().platform());
    root.put("driver", result.device().driver());
    root.put("chosen", result.chosen().tiling());
    root.put("relative_time", result.chosen().relative());
    root.put("complete", result.complete());
    root.put("file", result.file().toString());
    ArrayNode trials = root.putArray("trials");
    for (TuningResult.Trial trial : result.trials()) {
      ObjectNode object = trials.addObject();
      object.put("tiling", trial.tiling());
      if (Double.isFinite(trial.relative())) {
        object.put("relative_time", trial.relative());
      } else {
        object.putNull("relative_time");
      }
    }
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new InternalException("the result cannot be written as JSON", e);
    }
  }
}
