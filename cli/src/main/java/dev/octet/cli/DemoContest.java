package dev.octet.cli;

import dev.octet.lowering.CompiledModel;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compiled forms of one model side by side: how right, how fast, how large. */
final class DemoContest {
  private static final int BATCH = 100;
  private static final Duration WARM_UP = Duration.ofMillis(1200);
  private static final Duration TIME = Duration.ofMillis(1800);

  /** One form of the model. */
  record Entry(String name, CompiledModel model) {
    /** Bytes of all parameters, buffers and constants. */
    long bytes() {
      ExportedProgram program = model.program();
      return program.state().values().stream().mapToLong(Tensor::byteSize).sum();
    }
  }

  private final List<Entry> entries;
  private final Tensor images;
  private final Labels labels;
  private final PrintWriter err;

  DemoContest(List<Entry> entries, Tensor images, Labels labels, PrintWriter err) {
    this.entries = entries;
    this.images = images;
    this.labels = labels;
    this.err = err;
  }

  /** Evaluates and measures: a table whose first entry is what the others are compared with. */
  List<String> lines() {
    int[] right = evaluate();
    List<RunTimes> times = measure();
    List<String> lines = new ArrayList<>();
    lines.add(line("", "ACCURACY", "LATENCY", "", "WEIGHTS", ""));
    for (int i = 0; i < entries.size(); i++) {
      double time = times.get(i).median();
      long bytes = entries.get(i).bytes();
      lines.add(
          line(
              entries.get(i).name(),
              text("%.2f %%", 100.0 * right[i] / labels.count()),
              text("%.3f ms", time / 1e6),
              i == 0 ? "" : ratio(times.getFirst().median() / time, "faster", "slower"),
              text("%,d B", bytes),
              i == 0
                  ? ""
                  : ratio((double) entries.getFirst().bytes() / bytes, "smaller", "larger")));
    }
    return lines;
  }

  private static String line(
      String name, String accuracy, String time, String speed, String bytes, String size) {
    return String.format(
            Locale.ROOT, "%-12s%10s%12s  %-13s%12s  %s", name, accuracy, time, speed, bytes, size)
        .stripTrailing();
  }

  /** How much better than the first, or worse; nothing for less than a twentieth. */
  private static String ratio(double factor, String better, String worse) {
    if (factor > 0.95 && factor < 1.05) {
      return "as float";
    }
    return factor > 1 ? text("%.1fx ", factor) + better : text("%.1fx ", 1 / factor) + worse;
  }

  private static String text(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  private int[] evaluate() {
    int[] right = new int[entries.size()];
    int batches = (labels.count() + BATCH - 1) / BATCH;
    try (Progress progress = Progress.startShown(err, "Evaluating", batches)) {
      for (int first = 0; first < labels.count(); first += BATCH) {
        int size = Math.min(BATCH, labels.count() - first);
        try (Arena arena = Arena.ofShared()) {
          Tensor input = DemoFiles.PIXELS.batch(images, first, size, arena);
          for (int i = 0; i < right.length; i++) {
            Tensor scores = entries.get(i).model().run(List.of(input), arena).getFirst();
            right[i] += TopOne.count(scores, labels, first, size);
          }
        }
        progress.step();
      }
    }
    return right;
  }

  private List<RunTimes> measure() {
    try (Progress _ = Progress.startShown(err, "Measuring", 0);
        Arena arena = Arena.ofShared()) {
      Tensor image = DemoFiles.PIXELS.batch(images, 0, 1, arena);
      return RunTimes.inTurn(
          entries.stream().map(Entry::model).toList(), List.of(image), WARM_UP, TIME);
    }
  }
}
