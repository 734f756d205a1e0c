package dev.octet.export.pt2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses JSON from native memory or a string under limits, and says of every error where it is. */
final class JsonDocuments {
  private static final Pattern CONSTRAINT =
      Pattern.compile("\\((\\d+)\\) exceeds the maximum allowed \\((\\d+)");

  private static final JsonFactory DEFAULT = factory(ReadLimits.defaults());

  private final JsonFactory factory;
  private final ReadLimits limits;

  /** What reads from a parser; it may throw what Jackson throws. */
  interface Reading<T> {
    T read(JsonParser parser) throws IOException;
  }

  JsonDocuments(ReadLimits limits) {
    this.limits = limits;
    this.factory = limits.equals(ReadLimits.defaults()) ? DEFAULT : factory(limits);
  }

  private static JsonFactory factory(ReadLimits limits) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.jsonDepth())
            .maxStringLength(limits.stringLength())
            .maxNameLength(Math.min(limits.stringLength(), 1 << 20))
            .maxNumberLength(1000)
            .maxDocumentLength(limits.jsonBytes())
            .build();
    return JsonFactory.builder().streamReadConstraints(constraints).build();
  }

  /** The whole document as a tree. */
  JsonNode tree(MemorySegment json, String where) {
    return read(json, where, this::document);
  }

  /** The whole text as a tree. */
  JsonNode tree(String json, String where) {
    return translated(where, () -> complete(factory.createParser(json), this::document));
  }

  /** Runs over a document. */
  <T> T read(MemorySegment json, String where, Reading<T> reading) {
    ReadLimits.check(json.byteSize(), limits.jsonBytes(), "jsonBytes", where);
    return translated(
        where,
        () -> {
          try (InputStream stream = new SegmentInputStream(json)) {
            return complete(factory.createParser(stream), reading);
          }
        });
  }

  private JsonNode document(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new FormatException("the JSON document is empty");
    }
    return value(parser);
  }

  /**
   * The value that begins at the current token. Built by hand: databind's mapper takes longer to
   * start than most files take to read. The depth is bounded by the limits.
   */
  JsonNode value(JsonParser parser) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        ObjectNode object = nodes.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          parser.nextToken();
          object.set(field, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? nodes.numberNode(parser.getBigIntegerValue())
              : nodes.numberNode(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      case null, default ->
          throw new FormatException("malformed JSON: found " + token + ", expected a value");
    };
  }

  private static <T> T complete(JsonParser parser, Reading<T> reading) throws IOException {
    try (parser) {
      return reading.read(parser);
    }
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  private static <T> T translated(String where, Action<T> action) {
    try {
      return action.run();
    } catch (StreamConstraintsException e) {
      throw exceeded(e, where);
    } catch (JsonProcessingException e) {
      throw new FormatException(
          where
              + ": malformed JSON at byte "
              + e.getLocation().getByteOffset()
              + ": "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw e.getCause() instanceof FormatException format
          ? format
          : new FormatException(where + ": malformed JSON: " + e.getMessage(), e);
    }
  }

  private static FormatException exceeded(StreamConstraintsException e, String where) {
    Matcher numbers = CONSTRAINT.matcher(e.getOriginalMessage());
    String message = e.getOriginalMessage();
    String limit =
        message.contains("MaxNestingDepth")
            ? "jsonDepth"
            : message.contains("MaxStringLength") || message.contains("MaxNameLength")
                ? "stringLength"
                : message.contains("MaxDocumentLength") ? "jsonBytes" : "";
    if (limit.isEmpty() || !numbers.find()) {
      return new FormatException(where + ": " + message, e);
    }
    return ReadLimits.exceeded(numbers.group(1), numbers.group(2), limit, where);
  }
}
