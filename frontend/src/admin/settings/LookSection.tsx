import { useState } from "react";
import { AreaField, TextField } from "../../shared/ui/Field";
import { PictureField } from "../ui/PictureField";
import { tooLong } from "../ui/tooLong";
import { type Option, optionNames, saveLogo, saveOption } from "./api";
import { Section, useSection } from "./Section";
import { useSettingsText } from "./text";
import { valueOf } from "./values";

const longestName = 64;
const longestNotice = 8000;

/** What the site is called, and its picture. */
export function LookSection({ options }: { options: readonly Option[] }) {
  const text = useSettingsText();
  const t = text.settings;
  const section = useSection();
  const [name, setName] = useState(() => valueOf(options, optionNames.siteName));
  const [logo, setLogo] = useState(() => valueOf(options, optionNames.logo));
  const [picture, setPicture] = useState<string | null | undefined>(undefined);
  const save = () => section.save({ name: tooLong(name, longestName, text) }, async () => {
    if (picture !== undefined) {
      setLogo(await saveLogo(picture));
      setPicture(undefined);
    }
    await saveOption({ key: optionNames.siteName, value: name.trim() });
  });
  return (
    <Section title={t.look} intro={t.lookIntro} section={section} refusal={section.refusal} onSave={() => void save()}>
      <TextField
        label={t.siteName} hint={t.siteNameHint} name="name" error={section.submit.fields["name"]} value={name}
        onChange={(event) => { setName(event.target.value); section.changed("name"); }}
      />
      <PictureField
        label={t.logo} shown={logo || null} chosen={picture} error={null}
        onChange={(chosen) => { setPicture(chosen); section.changed(); }}
      />
    </Section>
  );
}

/** What is said to everybody who is signed in. */
export function NoticeSection({ options }: { options: readonly Option[] }) {
  const text = useSettingsText();
  const t = text.settings;
  const section = useSection();
  const [notice, setNotice] = useState(() => valueOf(options, optionNames.notice));
  const save = () => section.save({ notice: tooLong(notice, longestNotice, text) }, async () => {
    await saveOption({ key: optionNames.notice, value: notice.trim() });
  });
  return (
    <Section title={t.notice} intro={t.noticeIntro} section={section} refusal={section.refusal} onSave={() => void save()}>
      <AreaField
        label={t.noticeText} hint={t.noticeHint} name="notice" error={section.submit.fields["notice"]} rows={5} value={notice}
        onChange={(event) => { setNotice(event.target.value); section.changed("notice"); }}
      />
    </Section>
  );
}
