package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.quantizer.config.ConfigJson;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A folder in which the commands of the documents can be typed: with {@code ./octet}, the examples,
 * and small files under the names that the documents use.
 */
final class Workplace {
  private static final String MODEL = "mlp";
  private static final long LIMIT_MINUTES = 10;

  private final Path folder;

  private Workplace(Path folder) {
    this.folder = folder;
  }

  static Workplace make(Path folder) throws IOException {
    Workplace made = new Workplace(folder);
    Path command = folder.resolve("octet");
    Files.writeString(command, "#!/bin/sh\nexec '" + Document.ROOT + "/octet' \"$@\"\n");
    if (!command.toFile().setExecutable(true)) {
      throw new IOException(command + " cannot be made executable");
    }
    Path shapes = Files.createDirectories(folder.resolve("examples/shapes"));
    for (Path file : files(Document.ROOT.resolve("examples/shapes"))) {
      Files.copy(file, shapes.resolve(file.getFileName()));
    }
    Files.copy(Goldens.program(MODEL), folder.resolve("model.pt2"));
    made.copy("calib0_in0.npy", "batch0.npy", "x.npy");
    made.copy("calib1_in0.npy", "batch1.npy");
    ConfigJson.write(
        X86InductorQuantizer.create().setGlobal(X86InductorQuantizer.defaultConfig()).rules(),
        folder.resolve("mine.json"));
    made.buildPlugin(folder.resolve("tern.jar"));
    return made;
  }

  private void copy(String golden, String... names) throws IOException {
    for (String name : names) {
      Files.copy(Goldens.resource("goldens/" + MODEL + "/" + golden), folder.resolve(name));
    }
  }

  /** The example plugin, from its sources. */
  private void buildPlugin(Path jar) throws IOException {
    Path main = Document.ROOT.resolve("tests/example-plugin/src/main");
    Path classes = Files.createDirectories(folder.resolve("tern-classes"));
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (Path file : files(main.resolve("java"))) {
      if (!file.endsWith("module-info.java")) {
        arguments.add(file.toString());
      }
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertWithMessage("the example plugin compiles").that(code).isEqualTo(0);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path root : List.of(classes, main.resolve("resources"))) {
        for (Path file : files(root)) {
          entries.putNextEntry(new JarEntry(root.relativize(file).toString()));
          Files.copy(file, entries);
        }
      }
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Runs lines of a shell and returns what they printed; they must succeed. */
  String shell(String script) throws IOException, InterruptedException {
    return start(List.of("sh", "-eu", "-c", script));
  }

  /** Runs a source file, as {@code java Name.java} does. */
  String java(String name, String source, List<String> arguments)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".java");
    Files.writeString(file, source);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), file.toString()));
    command.addAll(arguments);
    return start(command);
  }

  private String start(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    String text = Files.readString(output);
    if (!ended) {
      process.destroyForcibly();
      throw new AssertionError(command + " does not end:\n" + text);
    }
    assertWithMessage("%s\n%s", command.getLast(), text).that(process.exitValue()).isEqualTo(0);
    return text;
  }
}
