package dev.octet.agreement;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The recorded calls, one file for each family. They lie in the resources under {@code /operators},
 * or in the folder that the system property {@code octet.cases} names.
 */
final class OperatorCases {
  private static final String SUFFIX = ".jsonl.gz";

  private OperatorCases() {}

  /** The names of all families, sorted. */
  static List<String> families() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<OperatorCase> read(String family) {
    ObjectMapper json = new ObjectMapper();
    List<OperatorCase> cases = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder().resolve(family + SUFFIX))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cases.add(OperatorCase.read(family, json.readTree(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static Path folder() {
    String named = System.getProperty("octet.cases", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    URL resources = OperatorCases.class.getResource("/operators");
    if (resources == null) {
      throw new IllegalStateException(
          "no recorded operator calls; write them with src/python/generate_operator_cases.py");
    }
    try {
      return Path.of(new URI(resources.toString()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
