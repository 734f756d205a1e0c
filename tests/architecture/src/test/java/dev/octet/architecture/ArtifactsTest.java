package dev.octet.architecture;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** What is published: which artifacts there are, and what they bring along. */
final class ArtifactsTest {
  private static final Path ROOT = Path.of(System.getProperty("octet.root"));
  private static final String NATIVE = "org.bytedeco";
  private static final ImmutableSet<String> PUBLISHED =
      ImmutableSet.of(
          "export",
          "quantizer-api",
          "cpu-quantizer",
          "xpu-quantizer",
          "lowering",
          "report",
          "cli",
          "tests/testkit");

  /** A dependency as a POM has it; parts that it leaves out are empty. */
  private record Dependency(String group, String artifact, String scope, String classifier) {}

  private static Element pom(String folder) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(Files.newInputStream(ROOT.resolve(folder).resolve("pom.xml")))
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(folder, e);
    }
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  private static String text(Element parent, String name) {
    return children(parent, name).stream()
        .map(element -> element.getTextContent().strip())
        .findFirst()
        .orElse("");
  }

  private static List<Dependency> dependencies(Element parent) {
    return children(parent, "dependencies").stream()
        .flatMap(list -> children(list, "dependency").stream())
        .map(one ->
            new Dependency(
                text(one, "groupId"),
                text(one, "artifactId"),
                text(one, "scope"),
                text(one, "classifier")))
        .toList();
  }

  private static List<Dependency> managed(Element pom) {
    return dependencies(children(pom, "dependencyManagement").getFirst());
  }

  @Test
  void theBomHasWhatIsPublished() throws IOException {
    Set<String> artifacts = new HashSet<>();
    for (String folder : PUBLISHED) {
      artifacts.add(text(pom(folder), "artifactId"));
    }
    assertThat(
            managed(pom("bom")).stream()
                .filter(one -> one.group().equals("dev.octet"))
                .map(Dependency::artifact))
        .containsExactlyElementsIn(artifacts);
  }

  @Test
  void theBomHasTheVersionsOfTheBuild() throws IOException {
    Element bom = pom("bom");
    Element parent = pom("");
    assertThat(text(bom, "version")).isEqualTo(text(parent, "version"));
    Element properties = children(parent, "properties").getFirst();
    for (String library : List.of("onednn.version", "opencl.version")) {
      assertWithMessage(library)
          .that(text(children(bom, "properties").getFirst(), library))
          .isEqualTo(text(properties, library));
    }
  }

  @Test
  void onlyTheCommandBringsNativeLibrariesAlong() throws IOException {
    for (String folder : PUBLISHED) {
      List<Dependency> natives =
          dependencies(pom(folder)).stream()
              .filter(one -> one.group().equals(NATIVE) && !one.scope().equals("test"))
              .toList();
      if (folder.equals("cli")) {
        assertThat(natives).hasSize(2);
      } else {
        assertWithMessage(folder).that(natives).isEmpty();
      }
    }
  }

  @Test
  void nativeLibrariesAreNamedByClassifier() throws IOException {
    List<Dependency> all = new ArrayList<>(managed(pom("bom")));
    all.addAll(managed(pom("")));
    for (String folder : PUBLISHED) {
      all.addAll(dependencies(pom(folder)));
    }
    List<Dependency> natives = all.stream().filter(one -> one.group().equals(NATIVE)).toList();
    assertThat(natives.size()).isAtLeast(4);
    natives.forEach(one -> assertThat(one.classifier()).isEqualTo("linux-x86_64"));
  }

  @Test
  void quantizersNeedNoKernels() throws IOException {
    for (String folder : List.of("export", "quantizer-api", "cpu-quantizer", "xpu-quantizer")) {
      assertWithMessage(folder)
          .that(
              dependencies(pom(folder)).stream()
                  .filter(one -> !one.scope().equals("test"))
                  .map(Dependency::artifact))
          .doesNotContain("octet-lowering");
    }
  }

  @Test
  void everyPublishedArtifactIsAModule() {
    for (String folder : PUBLISHED) {
      if (folder.equals("tests/testkit")) {
        continue; // it is for tests, which run on the class path, as its own libraries do
      }
      Path descriptor = ROOT.resolve(folder).resolve("src/main/java/module-info.java");
      assertWithMessage(folder).that(Files.exists(descriptor)).isTrue();
    }
  }
}
