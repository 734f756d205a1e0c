package dev.octet.architecture;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every package says what flows in and out, and takes no null unless it says so. */
final class PackageInfoTest {

  static Stream<JavaPackage> packages() {
    return ProductionClasses.ALL.stream().map(JavaClass::getPackage).distinct();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageIsNullMarked(JavaPackage member) {
    assertWithMessage("package-info.java of %s", member.getName())
        .that(member.tryGetPackageInfo().isPresent())
        .isTrue();
    assertThat(member.isAnnotatedWith(NullMarked.class)).isTrue();
  }
}
