package dev.octet.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of the built command in a JVM of its own, on the module path, as the script octet starts
 * it.
 */
record OctetProcess(int exitCode, String out, String err) {
  private static final Pattern NATIVES = Pattern.compile("(dnnl|opencl)-");

  private static final String NATIVE_ACCESS =
      "--enable-native-access=dev.octet.export,dev.octet.lowering";

  static OctetProcess run(String... arguments) throws IOException, InterruptedException {
    return run(true, NATIVE_ACCESS, Map.of(), arguments);
  }

  /** As on a machine that has no native library. */
  static OctetProcess runWithoutNatives(String... arguments)
      throws IOException, InterruptedException {
    return run(false, NATIVE_ACCESS, Map.of(), arguments);
  }

  /** As on a machine that has the loader of OpenCL and no driver. */
  static OctetProcess runWithoutDevices(String... arguments)
      throws IOException, InterruptedException {
    return run(true, NATIVE_ACCESS, Map.of("OCL_ICD_VENDORS", "/nonexistent"), arguments);
  }

  /** As where the JVM denies native access. */
  static OctetProcess runWithoutNativeAccess(String... arguments)
      throws IOException, InterruptedException {
    return run(true, "--illegal-native-access=deny", Map.of(), arguments);
  }

  private static OctetProcess run(
      boolean natives, String access, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("octet.root"));
    Path target = root.resolve("cli", "target");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                access,
                "-cp",
                natives ? natives(target.resolve("lib")) : target.toString(),
                "-p",
                target.resolve("octet.jar")
                    + System.getProperty("path.separator")
                    + target.resolve("lib"),
                "-m",
                "dev.octet.cli/dev.octet.cli.Octet"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("octet", ".out");
    Path err = Files.createTempFile("octet", ".err");
    try {
      ProcessBuilder process =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      process.environment().putAll(environment);
      int exitCode = process.start().waitFor();
      return new OctetProcess(
          exitCode,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /**
   * Native libraries are read as resources, which the class path gives whatever modules there are.
   */
  private static String natives(Path libraries) throws IOException {
    try (Stream<Path> files = Files.list(libraries)) {
      return files
          .filter(file -> NATIVES.matcher(file.getFileName().toString()).lookingAt())
          .map(Path::toString)
          .collect(Collectors.joining(System.getProperty("path.separator")));
    }
  }
}
