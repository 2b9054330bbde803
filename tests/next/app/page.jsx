"use client";

import { init, toChatId } from "hypersender-otp";
import { useEffect, useState } from "react";

export default function Page() {
  const [said, say] = useState("");
  useEffect(() => {
    init().then(() => say(toChatId("+20 123 456 789")), (error) => say(String(error)));
  }, []);
  return <output>{said}</output>;
}
