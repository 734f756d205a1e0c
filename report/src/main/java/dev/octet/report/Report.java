package dev.octet.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.octet.tensor.InputException;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.IoReason;
import dev.octet.tensor.ReplacingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A report of one or several models: a page for people and JSON for programs, with the same
 * numbers. Immutable and thread-safe.
 */
public final class Report {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ImmutableList<ModelReport> models;

  private Report(ImmutableList<ModelReport> models) {
    Preconditions.checkArgument(!models.isEmpty(), "a report needs a model");
    this.models = models;
  }

  /**
   * A report of these models.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Report of(ModelReport... models) {
    return of(ImmutableList.copyOf(models));
  }

  /**
   * A report of several models, of which the page shows one at a time.
   *
   * @param models at least one
   */
  public static Report of(List<ModelReport> models) {
    return new Report(ImmutableList.copyOf(models));
  }

  /** The page: one HTML document that needs nothing beside it, and no network. */
  public String toHtml() {
    try {
      return ReportPage.of(
          models.stream().map(ModelReport::name).toList(),
          MAPPER.writeValueAsString(ReportJson.of(models, true)));
    } catch (JsonProcessingException e) {
      throw new InternalException("a report cannot be written as JSON", e);
    }
  }

  /** The numbers of the page. */
  public String toJson() {
    try {
      return MAPPER
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(ReportJson.of(models, false))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new InternalException("a report cannot be written as JSON", e);
    }
  }

  /**
   * Writes the page.
   *
   * @throws InputException if the file cannot be written
   */
  public void writeHtml(Path file) {
    write(file, toHtml());
  }

  /**
   * Writes the numbers.
   *
   * @throws InputException if the file cannot be written
   */
  public void writeJson(Path file) {
    write(file, toJson());
  }

  private static void write(Path file, String text) {
    try {
      ReplacingFile.writeText(file, text);
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be written: " + IoReason.of(e), e);
    }
  }
}
