import { FreshnessControl } from "./freshness.client.tsx";
import { KeysButton } from "./keys.client.tsx";
import { PaletteButton } from "./palette-button.client.tsx";
import { Path } from "./path.client.tsx";
import { PersonMenu } from "./person.client.tsx";
import { RangePicker } from "./range-picker.client.tsx";
import { Sheet } from "./sheet.client.tsx";
import { ThemeSwitch } from "./theme-switch.client.tsx";
import { ZoneSwitch } from "./zone-switch.client.tsx";

/** Where am I, range, zone, freshness, theme, keys, person. One line of 48 px; two below 768 px. */
export function TopBar() {
  return (
    <header className="sticky top-0 z-30 print:hidden flex flex-wrap items-center gap-x-2 border-b bg-page px-4">
      <div className="flex h-12 min-w-0 flex-1 items-center gap-1">
        <Sheet />
        <Path />
      </div>
      <div className="flex h-10 items-center gap-2 max-md:order-3 max-md:w-full max-md:pb-2 md:h-12">
        <RangePicker />
        <ZoneSwitch />
        <div className="flex min-w-0 justify-end max-md:flex-1">
          <FreshnessControl />
        </div>
      </div>
      <div className="flex h-12 items-center gap-0.5 max-md:-mr-2">
        <PaletteButton />
        <ThemeSwitch />
        <KeysButton />
        <PersonMenu />
      </div>
    </header>
  );
}
