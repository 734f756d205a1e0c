package dev.octet.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file that users read. */
record Document(String name, String text) {
  static final Path ROOT = Path.of(System.getProperty("octet.root"));

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");

  /** A block between fences; {@code language} is empty if none is named. */
  record Block(String document, int line, String language, String text) {
    @Override
    public String toString() {
      return document + ":" + line + " " + language;
    }
  }

  /** README.md, what is in docs and the example's README. */
  static List<Document> all() throws IOException {
    List<Document> all = new ArrayList<>();
    all.add(read("README.md"));
    all.add(read("examples/README.md"));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        all.add(read("docs/" + file.getFileName()));
      }
    }
    return all;
  }

  static Document read(String name) throws IOException {
    return new Document(name, Files.readString(ROOT.resolve(name)));
  }

  List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(found ->
            new Block(
                name,
                Math.toIntExact(text.substring(0, found.start()).lines().count()) + 1,
                found.group(1),
                found.group(2)))
        .toList();
  }

  /** What stands between single backquotes outside of blocks. */
  List<String> inline() {
    return INLINE
        .matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
