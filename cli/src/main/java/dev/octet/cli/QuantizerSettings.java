package dev.octet.cli;

import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.config.ConfigJson;
import dev.octet.quantizer.config.QuantizerConfiguration;
import dev.octet.quantizer.provider.ProviderException;
import dev.octet.quantizer.provider.QuantizerProvider;
import dev.octet.quantizer.provider.QuantizerProviders;
import dev.octet.tensor.InputException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a quantizer is configured; which one it is, subclasses ask. */
abstract class QuantizerSettings {
  static final String NAME = "--quantizer";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = {
        "A configuration that the quantizer brings along. Default: its first, called default.",
        "x86 has also reduce-range, dynamic, fp16, minmax and moving-average; xpu has symmetric,"
            + " minmax and moving-average."
      })
  private @Nullable String preset;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A configuration of your own as JSON, instead of a preset.")
  private @Nullable Path config;

  @Option(
      names = "--plugin",
      paramLabel = "JAR",
      split = ",",
      description = "Jars with further quantizers, separated by commas.")
  private List<Path> plugins = List.of();

  /** The first option that was given; null if none was. */
  final @Nullable String given() {
    return preset != null
        ? "--preset"
        : config != null ? "--config" : plugins.isEmpty() ? null : "--plugin";
  }

  /** Names the files that are read. */
  final void addTo(CommandFiles read) {
    read.reads("--config", config);
    plugins.forEach(jar -> read.reads("--plugin", jar));
  }

  /** The quantizer of this name, as the options configure it. */
  final Quantizer quantizer(String name) {
    if (preset != null && config != null) {
      throw new ParameterException(
          spec.commandLine(), "--preset and --config exclude each other; give one of them");
    }
    QuantizerProviders providers = PluginJars.providers(plugins);
    try {
      QuantizerProvider provider = providers.named(name);
      return config == null
          ? providers.create(name, preset == null ? provider.presets().getFirst().name() : preset)
          : configured(provider, config);
    } catch (ProviderException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Quantizer configured(QuantizerProvider provider, Path file) {
    QuantizerConfiguration configuration = ConfigJson.read(file);
    String meant = configuration.quantizer().orElse(provider.name());
    if (!meant.equals(provider.name())) {
      throw new InputException(
          file
              + " is for the quantizer '"
              + meant
              + "', but --quantizer is "
              + provider.name()
              + "; use the one for the other, or take the key 'quantizer' out of the file");
    }
    return provider.create(configuration.rules());
  }

  /** The quantizer and its configuration, for people. */
  final String describe(String name) {
    return config != null
        ? name + ", " + config
        : name + (preset == null ? "" : ", preset " + preset);
  }
}
