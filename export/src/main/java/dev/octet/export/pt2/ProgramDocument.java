package dev.octet.export.pt2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.program.FormatException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The program JSON. A large one is read in two runs: one makes a tree of everything but the nodes
 * of the main graph, which are the bulk; the other hands those out one by one, so that they are
 * never all in memory. Types come behind the nodes in a file, hence two runs.
 */
final class ProgramDocument {
  /** Documents up to this many bytes are read in one run. */
  private static final long SMALL = 1 << 24;

  private static final List<String> NODES = List.of("graph_module", "graph", "nodes");

  private final JsonDocuments documents;
  private final MemorySegment json;
  private final String where;
  private final JsonNode header;
  private @Nullable JsonNode nodes;

  ProgramDocument(JsonDocuments documents, MemorySegment json, String where) {
    this.documents = documents;
    this.json = json;
    this.where = where;
    this.header = documents.read(json, where, this::header);
  }

  /** The document without the nodes of the main graph. */
  JsonNode header() {
    return header;
  }

  /** The nodes of the main graph in order. */
  void forEachNode(Consumer<JsonNode> consumer) {
    if (nodes != null) {
      Fields.asArray(nodes, where + ".nodes").forEach(consumer);
      return;
    }
    boolean found =
        documents.read(
            json,
            where,
            parser -> {
              parser.nextToken();
              return visit(parser, NODES, consumer);
            });
    if (!found) {
      throw new FormatException(where + ": the graph has no list 'nodes'");
    }
  }

  private JsonNode header(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new FormatException(where + ": not a JSON object");
    }
    return without(parser, NODES);
  }

  /** The object at the current token as a tree, without what lies at the path. */
  private JsonNode without(JsonParser parser, List<String> path) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!field.equals(path.get(0))) {
        object.set(field, documents.value(parser));
      } else if (path.size() == 1) {
        if (json.byteSize() <= SMALL) {
          nodes = documents.value(parser);
        } else {
          parser.skipChildren();
        }
      } else if (value == JsonToken.START_OBJECT) {
        object.set(field, without(parser, path.subList(1, path.size())));
      } else {
        object.set(field, documents.value(parser));
      }
    }
    return object;
  }

  /** Hands out the elements of the list at the path; false if there is none. */
  private boolean visit(JsonParser parser, List<String> path, Consumer<JsonNode> consumer)
      throws IOException {
    if (path.isEmpty()) {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        return false;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        consumer.accept(documents.value(parser));
      }
      return true;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    boolean found = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean onPath = parser.currentName().equals(path.get(0));
      parser.nextToken();
      if (onPath && !found) {
        found = visit(parser, path.subList(1, path.size()), consumer);
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }
}
