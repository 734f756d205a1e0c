package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What picocli reaches by reflection is listed for native images. */
final class ReachabilityTest {
  private static final String METADATA =
      "/META-INF/native-image/dev.octet/octet-cli/reachability-metadata.json";

  private static Stream<Class<?>> classes() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Octet.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/octet/cli");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("Test"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(name -> !name.equals("package-info"))
          .<Class<?>>map(ReachabilityTest::load)
          .toList()
          .stream();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName("dev.octet.cli." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isReflected(Class<?> type) {
    return type.isAnnotationPresent(Command.class)
        || ITypeConverter.class.isAssignableFrom(type)
        || IVersionProvider.class.isAssignableFrom(type)
        || Arrays.stream(type.getDeclaredFields()).anyMatch(ReachabilityTest::isReflected);
  }

  private static boolean isReflected(Field field) {
    return field.isAnnotationPresent(Option.class)
        || field.isAnnotationPresent(Parameters.class)
        || field.isAnnotationPresent(Mixin.class)
        || field.isAnnotationPresent(Spec.class);
  }

  @Test
  void everyClassOfPicocliIsListed() throws IOException, URISyntaxException {
    List<String> expected =
        classes().filter(ReachabilityTest::isReflected).map(Class::getName).sorted().toList();
    JsonNode metadata;
    try (InputStream in = ReachabilityTest.class.getResourceAsStream(METADATA)) {
      metadata = new ObjectMapper().readTree(in);
    }
    List<String> listed =
        metadata.get("reflection").valueStream().map(entry -> entry.get("type").asText()).toList();
    assertWithMessage("classes in %s", METADATA)
        .that(listed)
        .containsExactlyElementsIn(expected)
        .inOrder();
    assertThat(metadata.get("resources").toString()).contains("version.properties");
  }
}
