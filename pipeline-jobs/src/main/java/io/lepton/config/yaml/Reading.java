package io.lepton.config.yaml;

import io.lepton.error.LeptonException;
import java.io.StringReader;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** One reading of one file: its variables, the problems found so far, and where each value stands. */
public record Reading(String fileName, Variables variables, Problems problems, Places places) {

    /** @param environment what {@code ${NAME}} stands for, by name */
    public static Reading of(String fileName, Map<String, String> environment) {
        Problems problems = new Problems();
        return new Reading(fileName, new Variables(environment, problems), problems, new Places());
    }

    /**
     * The file's outermost section.
     *
     * @throws LeptonException configuration, if the text is no YAML or holds nothing
     */
    public Section read(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(20);
        try {
            Node root = new Yaml(options).compose(new StringReader(yaml));
            if (root == null || root.getTag().equals(Tag.NULL)) {
                throw LeptonException.configuration(
                        "Cannot use pipeline " + fileName + ": it is empty. Start with 'lepton init'.");
            }
            return new Section("", root, this);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String context = e.getContext() == null ? "" : e.getContext() + " ";
            problems.add(line, "", "this is no YAML: " + context + e.getProblem());
        } catch (YAMLException e) {
            // Without a mark, and with the text around the fault on further lines.
            problems.add(
                    1,
                    "",
                    "this is no YAML: " + e.getMessage().lines().findFirst().orElse("it cannot be read"));
        }
        throw Problems.error(fileName, problems.found());
    }
}
