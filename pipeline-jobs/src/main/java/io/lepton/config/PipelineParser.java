package io.lepton.config;

import io.lepton.config.yaml.Reading;
import io.lepton.error.LeptonException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Reads a pipeline file and finds everything that is wrong with it at once, each problem with its line. */
public final class PipelineParser {

    /**
     * Reads a file; {@code ${NAME}} and {@code ${NAME:-default}} are filled in from the process's environment.
     *
     * @throws LeptonException configuration, if the file cannot be read, is no YAML or is empty
     */
    public PipelineFile read(Path file) {
        try {
            return read(Files.readString(file, StandardCharsets.UTF_8), file.toString(), System.getenv());
        } catch (CharacterCodingException e) {
            throw LeptonException.configuration(
                    "Cannot read the pipeline file " + file + ": it is not UTF-8 text. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw LeptonException.configuration("Cannot read the pipeline file " + file + ": " + why(file, e), e);
        }
    }

    /** Reads a text; relative paths in it start at the folder of {@code fileName}. */
    public PipelineFile read(String yaml, String fileName, Map<String, String> environment) {
        Reading reading = Reading.of(fileName, environment);
        Pipeline pipeline = new PipelineBinder().bind(reading.read(yaml), sha256(yaml), Optional.of(fileName));
        PipelineFile file = new PipelineFile(
                fileName, pipeline, reading.places(), reading.problems().found());
        return file.with(new Contradictions(file).found()).with(new MitigationRules(file).found());
    }

    private static String why(Path file, IOException e) {
        if (!Files.exists(file)) {
            return "there is no such file.";
        }
        return Files.isDirectory(file) ? "it is a folder." : e.getMessage();
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
