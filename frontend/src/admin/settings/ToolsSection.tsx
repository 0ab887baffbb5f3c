import { useState } from "react";
import { Checkbox } from "../../shared/ui/Field";
import { type Option, optionNames, saveOption } from "./api";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { type Tool, tools, toolsIn, valueOf } from "./values";

/** Which of the providers' own tools members may switch on in chats. */
export function ToolsSection({ options }: { options: readonly Option[] }) {
  const t = useSettingsText().settings;
  const section = useSection();
  const [allowed, setAllowed] = useState<readonly Tool[]>(() => toolsIn(valueOf(options, optionNames.tools)));
  const save = () => section.save({}, async () => { await saveOption({ key: optionNames.tools, value: JSON.stringify(allowed) }); });
  return (
    <Section title={t.tools} intro={t.toolsIntro} section={section} refusal={section.refusal} onSave={() => void save()}>
      {tools.map((tool) => (
        <Checkbox
          key={tool} label={t.toolNames[tool]} hint={t.toolHints[tool]} checked={allowed.includes(tool)}
          onChange={(event) => {
            setAllowed(tools.filter((one) => (one === tool ? event.target.checked : allowed.includes(one))));
            section.changed();
          }}
        />
      ))}
    </Section>
  );
}
