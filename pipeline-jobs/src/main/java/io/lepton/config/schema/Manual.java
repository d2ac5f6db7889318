package io.lepton.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The pages that explain the pipeline file in a terminal, 100 columns wide. */
public final class Manual {
    private static final int WIDTH = 100;

    private final PipelineSchema schema;

    public Manual(PipelineSchema schema) {
        this.schema = schema;
    }

    /** The tree of sections, one line each. */
    public String contents() {
        List<Option> sections = schema.root()
                .all()
                .filter(Option::isSection)
                .filter(option -> !option.path().isEmpty() && !option.isChosen())
                .toList();
        int width = sections.stream()
                .mapToInt(option -> indented(option).length())
                .max()
                .orElse(0);
        StringBuilder page =
                new StringBuilder("The pipeline file, section by section (lepton explain-config SECTION):\n\n");
        for (Option option : sections) {
            page.append(pad(indented(option), width))
                    .append("  ")
                    .append(summary(option))
                    .append('\n');
        }
        page.append('\n');
        schema.root().options().stream()
                .filter(option -> !option.isSection())
                .forEach(option -> page.append(entry(option, "", width)));
        return page.append("\nThe smallest file:\n\n")
                .append(
                        indent(
                                "pipeline: census\ningest:\n  table: census\n  source: {path: census.csv}\ntrain:\n  label: income"))
                .toString();
    }

    /** Everything about one option: what is in it, types, ranges, defaults, and examples. */
    public String page(Option option) {
        StringBuilder page = new StringBuilder();
        if (!option.path().isEmpty()) {
            page.append(option.fullName()).append(": ").append(facts(option)).append('\n');
        }
        page.append(wrapped(option.description(), ""));
        if (option.isSection()) {
            page.append('\n').append(entries(option, ""));
        }
        example(option).ifPresent(text -> page.append("\nFor example:\n\n").append(text));
        return page.toString();
    }

    /** The examples of an option, or of the nearest section around it, as YAML from the file's root. */
    private Optional<String> example(Option option) {
        if (option.examples().isEmpty()) {
            List<String> path = option.path();
            return path.isEmpty()
                    ? Optional.empty()
                    : schema.root()
                            .all()
                            .filter(outer -> outer.path().equals(path.subList(0, path.size() - 1)))
                            .findFirst()
                            .flatMap(this::example);
        }
        List<String> texts = new ArrayList<>();
        for (Object value : option.examples()) {
            texts.add(indent(yaml(option.path(), value)));
        }
        return Optional.of(String.join("\n", texts));
    }

    private static String yaml(List<String> path, Object value) {
        Object nested = value;
        for (int i = path.size() - 1; i >= 0; i--) {
            nested = Map.of(path.get(i), nested);
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setWidth(WIDTH);
        options.setAllowUnicode(true);
        return new Yaml(options).dump(nested);
    }

    private static String entries(Option section, String indent) {
        int width = section.options().stream()
                        .mapToInt(each -> each.name().length())
                        .max()
                        .orElse(0)
                + 2;
        StringBuilder entries = new StringBuilder();
        section.options().forEach(each -> entries.append(entry(each, indent, width)));
        return entries.toString();
    }

    /** What is in a section of a chosen name is shown at once; for other sections there is a page. */
    private static String entry(Option option, String indent, int width) {
        boolean page = option.isSection() && !option.isChosen();
        String more = page ? " More: lepton explain-config " + option.fullName() : "";
        String inner = option.isSection() && option.isChosen() ? entries(option, indent + "  ") : "";
        return indent + "  " + pad(option.name(), width) + facts(option) + "\n"
                + wrapped(option.description() + more, indent + " ".repeat(width + 2)) + inner;
    }

    private static String facts(Option option) {
        String otherwise =
                option.otherwise().map(value -> "; default " + shown(value)).orElse("");
        return option.type() + (option.required() ? "; required" : otherwise);
    }

    private static String shown(Object value) {
        if (value instanceof String text) {
            return "'" + text + "'";
        }
        if (value instanceof List<?> items) {
            return "[" + String.join(", ", items.stream().map(Manual::shown).toList()) + "]";
        }
        return value instanceof Number ? TypeWords.number(value) : String.valueOf(value);
    }

    private static String indented(Option option) {
        return "  ".repeat(option.path().size()) + option.name();
    }

    /** The first clause of the description. */
    private static String summary(Option option) {
        return option.description().split("[;.:](\\s|$)", 2)[0] + ".";
    }

    private static String wrapped(String text, String indent) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            boolean first = line.length() == indent.length();
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder(indent);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        return lines.append(line).append('\n').toString();
    }

    private static String indent(String text) {
        return text.lines().map(line -> "  " + line + "\n").reduce("", String::concat);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
