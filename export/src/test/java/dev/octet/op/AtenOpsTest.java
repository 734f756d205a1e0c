package dev.octet.op;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AtenOpsTest {
  static Map<String, OpName> constants(Class<?> names) {
    Map<String, OpName> constants = new LinkedHashMap<>();
    for (Field field : names.getDeclaredFields()) {
      try {
        if (field.get(null) instanceof OpName name) {
          constants.put(field.getName(), name);
        }
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    return constants;
  }

  @ParameterizedTest
  @ValueSource(classes = {AtenOps.class, QuantizedOps.class})
  void everyConstantIsInTheCatalogue(Class<?> names) {
    assertThat(constants(names)).isNotEmpty();
    constants(names)
        .forEach((constant, name) ->
            assertWithMessage(constant)
                .that(OpCatalog.standard().find(name).map(OpSchema::name))
                .hasValue(name));
  }

  @ParameterizedTest
  @ValueSource(classes = {AtenOps.class, QuantizedOps.class})
  void noOperatorHasTwoConstants(Class<?> names) {
    assertThat(constants(names).values()).containsNoDuplicates();
  }
}
