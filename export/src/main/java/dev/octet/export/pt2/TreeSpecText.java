package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.octet.program.FormatException;
import dev.octet.program.TreeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tree specs as JSON text: {@code [1, node]}, 1 being the version of the notation. */
final class TreeSpecText {
  private static final int VERSION = 1;

  /** The one container whose context is an object rather than text. */
  private static final String DEFAULT_DICT = "collections.defaultdict";

  private TreeSpecText() {}

  static TreeSpec parse(String text, JsonDocuments documents, String where) {
    JsonNode value = Fields.asArray(documents.tree(text, where), where);
    if (value.size() != 2 || Fields.asInteger(value.get(0), where) != VERSION) {
      throw new FormatException(
          where + ": found tree spec version " + value.path(0) + ", expected " + VERSION);
    }
    return node(value.get(1), where);
  }

  private static TreeSpec node(JsonNode node, String where) {
    if (!Fields.has(Fields.asObject(node, where), "type")) {
      return TreeSpec.LEAF;
    }
    String type = Fields.text(node, "type", where);
    List<TreeSpec> children = new ArrayList<>();
    Fields.array(node, "children_spec", where).forEach(child -> children.add(node(child, where)));
    JsonNode context = node.path("context");
    String contextText =
        context.isTextual()
            ? context.textValue()
            : context.isMissingNode() ? "null" : context.toString();
    return new TreeSpec(Optional.of(type), contextText, ImmutableList.copyOf(children));
  }

  static String print(TreeSpec spec, JsonDocuments documents) {
    return "[" + VERSION + ", " + tree(spec, documents) + "]";
  }

  private static ObjectNode tree(TreeSpec spec, JsonDocuments documents) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (spec.type().isEmpty()) {
      node.putNull("type").putNull("context").putArray("children_spec");
      return node;
    }
    String type = spec.type().get();
    node.put("type", type);
    if (type.equals(DEFAULT_DICT)) {
      node.set("context", documents.tree(spec.context(), "the context of a " + type));
    } else {
      node.put("context", spec.context());
    }
    com.fasterxml.jackson.databind.node.ArrayNode children = node.putArray("children_spec");
    spec.children().forEach(child -> children.add(tree(child, documents)));
    return node;
  }
}
