package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.program.FormatException;

/** A tagged value: an object of exactly one field, whose name says what the payload is. */
record Union(String variant, JsonNode payload) {
  static Union of(JsonNode value, String where) {
    if (!value.isObject() || value.size() != 1) {
      throw Fields.unexpected(value, "an object of exactly one field", where);
    }
    String variant = value.fieldNames().next();
    return new Union(variant, value.get(variant));
  }

  FormatException unknown(String where) {
    return new FormatException(
        where
            + ": unknown variant '"
            + variant
            + "'; the file was written by a newer PyTorch than this reader knows");
  }
}
