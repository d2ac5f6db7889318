package io.lepton.jobs.check;

import io.lepton.config.Ingest;
import io.lepton.config.Pipeline;
import io.lepton.config.PipelineFile;
import io.lepton.config.yaml.Problem;
import io.lepton.error.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the local files and folders that a pipeline file names are there. */
final class FileCheck {
    private final PipelineFile file;
    private final List<Problem> problems = new ArrayList<>();

    FileCheck(PipelineFile file) {
        this.file = file;
    }

    List<Problem> problems() {
        Pipeline pipeline = file.pipeline();
        source("ingest.source", pipeline.ingest().source());
        pipeline.score().input().source().ifPresent(source -> source("score.input.source", source));
        pipeline.anonymize().keyset().ifPresent(keyset -> check("anonymize.keyset.file", keyset.file()));
        pipeline.anonymize().columns().forEach((column, protection) -> {
            String at = "anonymize.columns." + column;
            check(at + ".hierarchy", protection.hierarchy());
            protection.keyset().ifPresent(keyset -> check(at + ".keyset.file", keyset.file()));
        });
        pipeline.anonymize().kAnonymity().ifPresent(kAnonymity -> kAnonymity
                .hierarchies()
                .forEach((column, path) -> check("anonymize.k-anonymity.hierarchies." + column, Optional.of(path))));
        return List.copyOf(problems);
    }

    private void source(String at, Ingest.Source source) {
        if (source.format() != Ingest.Format.JDBC) {
            check(at + ".path", source.path());
        }
    }

    private void check(String at, Optional<String> path) {
        path.flatMap(text -> LocalPath.of(file.pipeline(), text))
                .filter(local -> !Files.exists(local))
                .ifPresent(local -> problems.add(file.problem(at, missing(at, path.get(), local))));
    }

    private String missing(String at, String path, Path local) {
        String shown = "there is no file or folder " + file.places().shown(at, path);
        if (file.places().isHidden(at)) {
            return shown;
        }
        Path folder = local.getParent();
        return Files.isDirectory(folder)
                ? shown + " in " + folder + "." + suggestion(local, folder)
                : shown + ": the folder " + folder + " does not exist";
    }

    private static String suggestion(Path local, Path folder) {
        try (Stream<Path> neighbours = Files.list(folder)) {
            return Suggestion.didYouMean(
                    String.valueOf(local.getFileName()),
                    neighbours
                            .map(neighbour -> neighbour.getFileName().toString())
                            .toList());
        } catch (IOException e) {
            return "";
        }
    }
}
