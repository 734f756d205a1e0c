package com.example.tern;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.testkit.quantizer.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide shows the code of this plugin: all of it but imports, and nothing else. */
final class GuideTest {
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Path ROOT = Path.of(System.getProperty("octet.root"));
  private static final Path PLUGIN = ROOT.resolve("tests/example-plugin/src");

  private static String guide() throws IOException {
    return Files.readString(ROOT.resolve("docs/writing-a-quantizer.md"));
  }

  /** The passages of code; an empty line starts a new one. */
  private static List<List<String>> passages() throws IOException {
    List<List<String>> passages = new ArrayList<>();
    Matcher code = CODE.matcher(guide());
    while (code.find()) {
      for (String passage : code.group(1).split("\n\n", -1)) {
        passages.add(lines(passage));
      }
    }
    return passages;
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(PLUGIN)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("GuideTest.java"))
          .toList();
    }
  }

  @Test
  void everyPassageStandsInThePlugin() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path file : sources()) {
      sources.add(String.join("\n", lines(Files.readString(file))) + "\n");
    }
    List<List<String>> passages = passages();
    assertThat(passages.size()).isAtLeast(15);
    for (List<String> passage : passages) {
      String text = String.join("\n", passage) + "\n";
      assertWithMessage("passage of the guide that no source file has:\n%s", text)
          .that(sources.stream().anyMatch(source -> source.contains(text)))
          .isTrue();
    }
  }

  @Test
  void everyLineOfThePluginIsShown() throws IOException {
    List<String> shown = passages().stream().flatMap(List::stream).toList();
    for (Path file : sources()) {
      if (!file.startsWith(PLUGIN.resolve("main"))
          || file.endsWith("package-info.java")
          || file.endsWith("module-info.java")) {
        continue;
      }
      for (String line : lines(Files.readString(file))) {
        boolean code =
            !line.startsWith("package ") && !line.startsWith("import ") && !line.startsWith("/**");
        if (code) {
          assertWithMessage("%s has a line that the guide lacks", file.getFileName())
              .that(shown)
              .contains(line);
        }
      }
    }
  }

  @Test
  void theServiceFileIsShown() throws IOException {
    String provider =
        Files.readString(
            PLUGIN.resolve(
                "main/resources/META-INF/services/"
                    + "dev.octet.quantizer.provider.QuantizerProvider"));
    assertThat(guide()).contains("```text\n" + provider + "```");
    assertThat(provider.strip()).isEqualTo(TernProvider.class.getName());
  }

  @Test
  void thePluginIsSmall() throws IOException {
    long total = 0;
    for (String file : List.of("TernQuantizer.java", "TernProvider.java")) {
      Path source = PLUGIN.resolve("main/java/com/example/tern").resolve(file);
      total += Files.readAllLines(source).size();
    }
    assertThat(total).isLessThan(150);
  }

  @Test
  void theStepsOfTheKitAreListed() throws IOException {
    for (Step step : Step.values()) {
      assertThat(guide()).contains("`" + step + "`");
    }
  }
}
