package dev.weir.topology.price;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One name for each provider, from the spellings of OpenTelemetry, the vendors' SDKs and the price tables. */
final class Providers {

    private static final Map<String, String> CANONICAL = new HashMap<>();

    static {
        same("openai", "text-completion-openai openai.chat openai.responses");
        same("azure", "azure.ai.openai az.ai.openai azure.openai azure_openai azureopenai azure_text");
        same("azure_ai", "azure.ai.inference az.ai.inference azure_inference azure-ai");
        same("anthropic", "anthropic.messages");
        same(
                "gemini",
                "gcp.gemini gcp.gen_ai google google.generativeai google_ai_studio google_genai google_generativeai");
        same("vertex_ai", "gcp.vertex_ai vertexai google_vertexai google-vertex google.vertex vertex");
        same("bedrock", "aws.bedrock aws_bedrock amazon_bedrock amazon-bedrock bedrock_converse aws bedrock_mantle");
        same("mistral", "mistral_ai mistralai mistral-ai");
        same("xai", "x_ai x.ai x-ai");
        same("together_ai", "togetherai together together-ai together.ai");
        same("fireworks_ai", "fireworks fireworksai fireworks-ai fireworks_ai-embedding-models");
        same("cohere", "cohere_chat cohereai");
        same("meta", "meta_llama meta-llama llama_api");
        same("moonshot", "moonshotai moonshot_ai");
        same("watsonx", "ibm.watsonx.ai watsonx.ai");
        same("perplexity", "perplexity_ai perplexityai");
        same("deepseek", "deepseek_ai deepseekai");
        same("voyage", "voyageai voyage_ai voyage-ai");
    }

    private Providers() {}

    private static void same(String canonical, String spellings) {
        for (String spelling : spellings.split(" ")) {
            CANONICAL.put(spelling, canonical);
        }
    }

    /** Every canonical name that has other spellings. */
    static Set<String> known() {
        return Set.copyOf(CANONICAL.values());
    }

    /** Canonical name; an unknown spelling stands for itself in lower case. */
    static String canonical(String spelling) {
        String known = CANONICAL.get(spelling);
        if (known != null) {
            return known;
        }
        String lower = spelling.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("vertex_ai-")) {
            return "vertex_ai";
        }
        return CANONICAL.getOrDefault(lower, lower);
    }
}
