package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import dev.octet.endtoend.Document.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every block of the documents is run as it stands there: commands by a shell, programs by Java. A
 * program says in its first line how it is started, {@code // Name.java ARGUMENTS}, or is run by
 * the test that the tables below name.
 */
final class DocumentsTest {
  /** Commands that cannot be run here, by how they begin, with the reason. */
  private static final ImmutableMap<String, String> NOT_RUN =
      ImmutableMap.of(
          "mvn verify", "runs this very test",
          "mvn -DskipTests install", "writes into the user's local repository",
          "mvn -Prelease", "builds everything once more: seconds become minutes",
          "mvn -Pmutation", "runs tests once for each change to the code: many minutes",
          "tests/", "scripts for the nightly run, minutes each",
          "config/", "builds everything twice",
          "./octet tune", "leaves its choice in the user's cache; TuneCommandTest",
          "java -", "java may be older on the path; StartTest starts the command in these ways",
          "jbang", "needs published artifacts, and a tool that is not part of the build");

  /** Java that another test holds against something that is compiled. */
  private static final ImmutableMap<String, String> COVERED =
      ImmutableMap.of("docs/writing-a-quantizer.md", "tests/example-plugin: GuideTest");

  /** Classes with a test of their own. */
  private static final ImmutableMap<String, String> OWN_TEST =
      ImmutableMap.of(
          "ApproximateGelu", "JavaProgramsTest",
          "Residual", "JavaProgramsTest",
          "QuantizeForXpu", "JavaProgramsTest",
          "QuantizeQuickly", "JavaProgramsTest",
          "CompileAndRun", "JavaProgramsTest");

  private static final Pattern HEAD = Pattern.compile("\\A// (\\w+)\\.java ?(.*)\\n");
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
  private static final Pattern ARTIFACT =
      Pattern.compile("<groupId>(.+?)</groupId>\\s*<artifactId>(.+?)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>(.+?)</version>");
  private static final Pattern COMMAND = Pattern.compile("^(?:\\./)?octet ([a-z]+)\\b");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9-]*");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
  private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicContainer> everyBlockRuns() throws IOException {
    // One for all: blocks may use what earlier ones have written.
    Workplace workplace = Workplace.make(folder);
    return Document.all().stream()
        .map(document ->
            DynamicContainer.dynamicContainer(
                document.name(),
                document.blocks().stream()
                    .map(block ->
                        DynamicTest.dynamicTest(
                            block.toString(), runs(document, block, workplace)))));
  }

  private static Executable runs(Document document, Block block, Workplace workplace) {
    return switch (block.language()) {
      case "sh" -> () -> runShell(document, block, workplace);
      case "java" -> () -> runJava(block, workplace);
      case "xml" -> () -> namesArtifacts(block);
      case "json", "text", "" -> () -> assertThat(block.text()).isNotEmpty();
      default ->
          () -> {
            throw new AssertionError(block + ": a block of this language is not run by this test");
          };
    };
  }

  private static void runShell(Document document, Block block, Workplace workplace)
      throws IOException, InterruptedException {
    for (String command : block.text().replace("\\\n", " ").lines().toList()) {
      if (command.isBlank() || NOT_RUN.keySet().stream().anyMatch(command::startsWith)) {
        continue;
      }
      if (command.contains("octet devices") || command.contains("--engine xpu")) {
        Requires.device();
      }
      String printed = workplace.shell(command);
      if (command.startsWith("./octet eval")) {
        assertWithMessage("what %s prints is in %s", command, document.name())
            .that(document.text())
            .contains(printed.strip().lines().reduce((_, last) -> last).orElseThrow());
      }
    }
  }

  private static void runJava(Block block, Workplace workplace)
      throws IOException, InterruptedException {
    if (COVERED.containsKey(block.document())) {
      return;
    }
    Optional<MatchResult> type = CLASS.matcher(block.text()).results().findFirst();
    if (type.isPresent() && OWN_TEST.containsKey(type.get().group(1))) {
      return;
    }
    MatchResult head =
        HEAD.matcher(block.text())
            .results()
            .findFirst()
            .orElseThrow(() ->
                new AssertionError(
                    block + ": expected a first line '// Name.java ARGUMENTS', or a test"));
    workplace.java(head.group(1), block.text(), WORDS.splitToList(head.group(2)));
  }

  /** What the XML names is made by this build, or is one of its libraries. */
  private static void namesArtifacts(Block block) throws IOException {
    String parent = Files.readString(Document.ROOT.resolve("pom.xml"));
    String bom = Files.readString(Document.ROOT.resolve("bom/pom.xml"));
    List<MatchResult> artifacts = ARTIFACT.matcher(block.text()).results().toList();
    assertWithMessage("%s", block).that(artifacts).isNotEmpty();
    for (MatchResult artifact : artifacts) {
      assertWithMessage("%s in the BOM", artifact.group(2))
          .that(bom)
          .contains("<artifactId>" + artifact.group(2) + "</artifactId>");
    }
    for (MatchResult version : VERSION.matcher(block.text()).results().toList()) {
      assertThat(parent).contains(">" + version.group(1) + "<");
    }
  }

  @Test
  void optionsThatAreNamedExist() throws IOException, InterruptedException {
    Map<String, String> help = new HashMap<>();
    for (Document document : Document.all()) {
      for (String code : document.inline()) {
        MatchResult command = COMMAND.matcher(code).results().findFirst().orElse(null);
        if (command == null) {
          continue;
        }
        String name = command.group(1);
        if (!help.containsKey(name)) {
          OctetProcess run = OctetProcess.run(name, "--help");
          assertWithMessage("%s names the command %s", document.name(), name)
              .that(run.exitCode())
              .isEqualTo(0);
          help.put(name, run.out());
        }
        for (MatchResult option : OPTION.matcher(code).results().toList()) {
          assertWithMessage("`%s` in %s", code, document.name())
              .that(help.get(name))
              .contains(option.group());
        }
      }
    }
    assertThat(help.keySet()).containsAtLeast("demo", "quantize", "compile");
  }

  @Test
  void testsThatAreNamedExist() throws IOException {
    List<String> sources;
    try (Stream<Path> files = Files.walk(Document.ROOT)) {
      sources =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Test.java"))
              .toList();
    }
    for (Document document : Document.all()) {
      for (MatchResult test : TEST.matcher(document.text()).results().toList()) {
        assertWithMessage("%s names %s", document.name(), test.group(1))
            .that(sources)
            .contains(test.group(1) + ".java");
      }
    }
  }

  @Test
  void whatIsNotRunIsStillThere() throws IOException {
    List<String> texts = Document.all().stream().map(Document::text).toList();
    for (String beginning : NOT_RUN.keySet()) {
      assertWithMessage("a command that begins with '%s'", beginning)
          .that(texts.stream().anyMatch(text -> text.contains(beginning)))
          .isTrue();
    }
  }
}
