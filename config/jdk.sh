# shellcheck shell=sh
# For scripts to read in: find_jdk sets jdk to the folder of a JDK 25, or ends the script with what to do; maven runs
# Maven on it.

# Every JDK has a file named release, which is read faster than java -version starts.
is_jdk_25() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      'JAVA_VERSION="25"'* | 'JAVA_VERSION="25.'* | 'JAVA_VERSION="25-'*) return 0 ;;
    esac
  done < "$1/release"
  return 1
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME"; then
    jdk=$JAVA_HOME
    return
  fi
  java=$(command -v java || true)
  if [ -n "$java" ]; then
    java=$(readlink -f "$java" 2> /dev/null || printf '%s' "$java")
    jdk=${java%/bin/java}
    if is_jdk_25 "$jdk"; then return; fi
  fi
  for jdk in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/java/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_jdk_25 "$jdk"; then return; fi
  done
  if [ -x /usr/libexec/java_home ]; then
    jdk=$(/usr/libexec/java_home -v 25 2> /dev/null || true)
    if [ -n "$jdk" ] && is_jdk_25 "$jdk"; then return; fi
  fi
  echo "${0##*/}: no JDK 25 found. Install one (for example Temurin 25) and set JAVA_HOME to its folder." >&2
  exit 1
}

maven() {
  # The two options silence warnings about what the libraries of Maven itself call.
  JAVA_HOME=$jdk MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
    mvn -B -Dstyle.color=never "$@"
}
