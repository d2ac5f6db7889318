package io.lepton.config;

import io.lepton.error.LeptonException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a pipeline file and reports everything that is wrong with it at once, each problem with its line. */
public final class PipelineParser {

    /**
     * Reads a file; {@code ${NAME}} and {@code ${NAME:-default}} are filled in from the process's environment.
     *
     * @throws LeptonException configuration: all problems of the file
     */
    public Pipeline parse(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString(), System.getenv());
        } catch (IOException e) {
            throw LeptonException.configuration(
                    "Cannot read the pipeline file " + file + ": "
                            + (Files.exists(file) ? e.getMessage() : "there is no such file."),
                    e);
        }
    }

    /** Reads a text. */
    public Pipeline parse(String yaml, String fileName, Map<String, String> environment) {
        Problems problems = new Problems(fileName);
        Node root = compose(yaml, fileName);
        Section file = Section.root(root, problems, new Variables(environment, problems));
        Pipeline pipeline = new PipelineBinder(problems).bind(file, sha256(yaml), Optional.of(fileName));
        problems.throwIfAny();
        new Contradictions(problems, file).check(pipeline);
        problems.throwIfAny();
        return pipeline;
    }

    private static Node compose(String yaml, String fileName) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(20);
        try {
            Node root = new Yaml(options).compose(new StringReader(yaml));
            if (root == null) {
                throw LeptonException.configuration(
                        "Cannot use pipeline " + fileName + ": it is empty. Start with 'lepton init'.");
            }
            return root;
        } catch (MarkedYAMLException e) {
            String line =
                    e.getProblemMark() == null ? "" : ":" + (e.getProblemMark().getLine() + 1);
            throw LeptonException.configuration(
                    "Cannot use pipeline " + fileName + ": 1 problem\n  " + fileName + line + ": this is no YAML: "
                            + e.getProblem(),
                    e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
