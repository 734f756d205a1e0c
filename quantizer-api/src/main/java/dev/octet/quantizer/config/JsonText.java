package dev.octet.quantizer.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON text to tree and back, under limits that no configuration comes near. */
final class JsonText {
  /** The size of the longest text that is read, in characters. */
  static final int MAX_LENGTH = 1 << 20;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_STRING = 1 << 14;
  private static final int MAX_NUMBER = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_STRING)
                  .maxNumberLength(MAX_NUMBER)
                  .maxDocumentLength(MAX_LENGTH)
                  .build())
          .build();

  private JsonText() {}

  static JsonNode parse(String text, Location where) {
    if (text.length() > MAX_LENGTH) {
      throw where.error(
          "the text has "
              + text.length()
              + " characters; a configuration has at most "
              + MAX_LENGTH);
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw where.error("found an empty text, expected a JSON object");
      }
      JsonNode root = value(parser, where);
      if (parser.nextToken() != null) {
        throw where.error("text follows the end of the JSON object at " + position(parser));
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          where
              + ": malformed JSON"
              + (e.getLocation() == null ? "" : " at " + position(e.getLocation()))
              + ": "
              + withoutAdvice(e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new ConfigException(where + ": " + e.getMessage(), e);
    }
  }

  /** The value that begins at the current token; the depth is bounded by the factory. */
  private static JsonNode value(JsonParser parser, Location where) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = nodes.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          if (object.has(field)) {
            throw where.error(
                "key '" + field + "' is given twice; the second is at " + position(parser));
          }
          parser.nextToken();
          object.set(field, value(parser, where.field(field)));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser, where.element(array.size())));
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
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw where.error("malformed JSON at " + position(parser));
    };
  }

  /** Without the library's advice to its caller, how to allow what JSON does not. */
  private static String withoutAdvice(String message) {
    int advice = message.indexOf(": enable `");
    return advice < 0 ? message : message.substring(0, advice);
  }

  private static String position(JsonParser parser) {
    return position(parser.currentTokenLocation());
  }

  private static String position(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** The text of a tree, indented, with a line break at its end. */
  static String print(JsonNode root) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new ConfigException("the configuration cannot be written: " + e.getMessage(), e);
    }
  }
}
