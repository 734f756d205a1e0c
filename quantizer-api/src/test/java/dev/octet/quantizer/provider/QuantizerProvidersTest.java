package dev.octet.quantizer.provider;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.rule.RuleSet;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuantizerProvidersTest {
  @TempDir private Path folder;

  /** Annotates nothing. */
  private record Idle(String preset) implements Quantizer {
    @Override
    public Annotations annotate(ExportedProgram program, Annotations earlier) {
      return Annotations.none();
    }
  }

  private record Named(String name, List<QuantizerPreset> presets) implements QuantizerProvider {
    @Override
    public String description() {
      return "for tests";
    }

    static Named of(String name, String... presets) {
      return new Named(
          name, Stream.of(presets).map(preset -> new QuantizerPreset(preset, "")).toList());
    }

    @Override
    public Quantizer create(String preset) {
      return new Idle(preset);
    }
  }

  /** What a plugin that is compiled without checks may give. */
  @SuppressWarnings("NullAway")
  private record Giving(boolean hasName, boolean hasPresets) implements QuantizerProvider {
    @Override
    public String name() {
      return hasName ? "giving" : null;
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public List<QuantizerPreset> presets() {
      return hasPresets ? List.of(new QuantizerPreset("only", "")) : null;
    }

    @Override
    public Quantizer create(String preset) {
      return null;
    }
  }

  @Test
  void nullOfAProviderIsRefusedWithItsClass() {
    for (Giving provider : List.of(new Giving(false, true), new Giving(true, false))) {
      ProviderException error =
          assertThrows(ProviderException.class, () -> QuantizerProviders.of(List.of(provider)));
      assertThat(error).hasMessageThat().contains("Giving gave null from ");
    }
    QuantizerProviders all = QuantizerProviders.of(List.of(new Giving(true, true)));
    ProviderException error =
        assertThrows(ProviderException.class, () -> all.create("giving", "only"));
    assertThat(error).hasMessageThat().endsWith("Giving gave null from create");
  }

  /** What a plugin announces. */
  public static final class Announced implements QuantizerProvider {
    @Override
    public String name() {
      return "announced";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public List<QuantizerPreset> presets() {
      return List.of(new QuantizerPreset("only", ""));
    }

    @Override
    public Quantizer create(String preset) {
      return new Idle(preset);
    }
  }

  private static final QuantizerProvider TERN = Named.of("tern", "default", "fast");
  private static final QuantizerProvider GULL = Named.of("gull", "default");

  @Test
  void quantizerIsMadeByNameAndPreset() {
    QuantizerProviders providers = QuantizerProviders.of(List.of(TERN, GULL));
    assertThat(providers.all()).containsExactly(GULL, TERN).inOrder();
    assertThat(providers.named("tern")).isSameInstanceAs(TERN);
    assertThat(providers.create("tern", "fast")).isEqualTo(new Idle("fast"));
  }

  @Test
  void unknownNameIsAnsweredWithTheNearest() {
    QuantizerProviders providers = QuantizerProviders.of(List.of(TERN, GULL));
    ProviderException failure =
        assertThrows(ProviderException.class, () -> providers.named("turn"));
    assertThat(failure)
        .hasMessageThat()
        .isEqualTo("there is no quantizer 'turn'; did you mean 'tern'? Known: gull, tern");
  }

  @Test
  void noQuantizerAtAllIsSaid() {
    ProviderException failure =
        assertThrows(ProviderException.class, () -> QuantizerProviders.of(List.of()).named("x86"));
    assertThat(failure).hasMessageThat().contains("none at all");
  }

  @Test
  void unknownPresetIsAnsweredWithTheNearest() {
    QuantizerProviders providers = QuantizerProviders.of(List.of(TERN));
    ProviderException failure =
        assertThrows(ProviderException.class, () -> providers.create("tern", "fest"));
    assertThat(failure)
        .hasMessageThat()
        .isEqualTo(
            "there is no preset 'fest' of quantizer 'tern'; did you mean 'fast'? Known: default,"
                + " fast");
  }

  @Test
  void twoOfOneNameAreNamedByClass() {
    ProviderException failure =
        assertThrows(
            ProviderException.class,
            () -> QuantizerProviders.of(List.of(new Announced(), Named.of("announced", "p"))));
    assertThat(failure).hasMessageThat().contains(Announced.class.getName());
    assertThat(failure).hasMessageThat().contains(Named.class.getName());
  }

  @Test
  void providerWithoutPresetsIsRefused() {
    ProviderException failure =
        assertThrows(
            ProviderException.class, () -> QuantizerProviders.of(List.of(Named.of("bare"))));
    assertThat(failure).hasMessageThat().contains("'bare'");
  }

  @Test
  void quantizerWithoutRulesSaysSo() {
    ProviderException failure =
        assertThrows(ProviderException.class, () -> TERN.create(RuleSet.empty()));
    assertThat(failure)
        .hasMessageThat()
        .isEqualTo("quantizer 'tern' takes no rules; use one of its presets: default, fast");
  }

  @Test
  void announcedProviderIsFound() throws IOException {
    try (URLClassLoader loader = announcing(Announced.class.getName())) {
      assertThat(QuantizerProviders.of(loader).named("announced")).isInstanceOf(Announced.class);
    }
  }

  @Test
  void providerThatCannotBeLoadedIsNamed() throws IOException {
    try (URLClassLoader loader = announcing("com.example.Absent")) {
      ProviderException failure =
          assertThrows(ProviderException.class, () -> QuantizerProviders.of(loader));
      assertThat(failure).hasMessageThat().contains("com.example.Absent");
    }
  }

  private URLClassLoader announcing(String type) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(QuantizerProvider.class.getName()), type + "\n");
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader()) {
      @Override // what else is on the class path of the tests stays out of sight
      public Enumeration<URL> getResources(String name) throws IOException {
        return findResources(name);
      }
    };
  }
}
