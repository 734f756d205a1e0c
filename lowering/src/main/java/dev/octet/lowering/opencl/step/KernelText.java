package dev.octet.lowering.opencl.step;

import com.google.common.hash.Hashing;
import dev.octet.lowering.codegen.opencl.CText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a program with one kernel, and how it stands in one program with others: what it
 * defines gets names of its own.
 *
 * @param text a whole program
 * @param function its kernel
 */
record KernelText(String text, String function) {
  private static final Pattern MACRO = Pattern.compile("(?m)^#define (\\w+)");

  /** A definition begins a line; attributes stand on the line before. */
  private static final Pattern DEFINITION =
      Pattern.compile("(?m)^(?:kernel |inline |static )*\\w+ (?!__attribute__)(\\w+)\\(");

  /** The kernel's name where texts are joined. */
  String jointName() {
    return function + suffix();
  }

  private String suffix() {
    return "_"
        + Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString().substring(0, 12);
  }

  /** The text so that it can stand beside others. */
  String joint() {
    Set<String> functions = names(DEFINITION);
    Set<String> macros = names(MACRO);
    functions.removeAll(macros);
    StringBuilder joint = new StringBuilder();
    functions.forEach(name -> joint.append(CText.of("#define %1$s %1$s%2$s%n", name, suffix())));
    joint.append(text).append('\n');
    functions.forEach(name -> joint.append("#undef ").append(name).append('\n'));
    macros.forEach(name -> joint.append("#undef ").append(name).append('\n'));
    return joint.toString();
  }

  private Set<String> names(Pattern pattern) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
